/** What src relies on beyond PocketBase's own declarations. */

/** PocketBase's app; inside a transaction, its transactional twin. */
type CoreApp = typeof $app;

/** Writes to the output of the process. */
declare const console: { log(...values: unknown[]): void; error(...values: unknown[]): void };

/** Loads a module, once per runtime. */
declare var require: (path: string) => unknown;
