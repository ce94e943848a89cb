/**
 * PocketBase's objects that live as long as its process. Every call of an app's method wraps its result anew for
 * JavaScript, so each runtime asks for them once.
 * @module
 */
type Logger = ReturnType<CoreApp["logger"]>;
type Store = ReturnType<CoreApp["store"]>;

/** PocketBase's app, for whoever has none of a transaction's. Not to be kept: it is set anew for each call. */
export function currentApp(): CoreApp {
  return $app;
}

let cachedLogger: Logger | null = null;
let cachedStore: Store | null = null;

/** The log that the dashboard shows. */
export function logger(): Logger {
  return (cachedLogger ??= $app.logger());
}

/** The memory that all runtimes share. */
export function store(): Store {
  return (cachedStore ??= $app.store());
}
