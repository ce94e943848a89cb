/** What src relies on beyond PocketBase's own declarations. */

/** PocketBase's app; inside a transaction, its transactional twin. */
type CoreApp = typeof $app;

/** Writes to the standard error of the process. */
declare const console: { error(...values: unknown[]): void };
