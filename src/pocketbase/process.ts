/**
 * PocketBase's objects that live as long as its process. Every call of an app's method wraps its result anew for
 * JavaScript, and asking for a method makes a function, bound to its object, each time: so each runtime asks for them once.
 * @module
 */
type Logger = ReturnType<CoreApp["logger"]>;
type Store = ReturnType<CoreApp["store"]>;
type LogSettings = ReturnType<CoreApp["settings"]>["logs"];

/** PocketBase's app, for whoever has none of a transaction's. Not to be kept: it is set anew for each call. */
export function currentApp(): CoreApp {
  return $app;
}

let cachedFind: CoreApp["findCachedCollectionByNameOrId"] | null = null;
let cachedLogger: Logger | null = null;
let cachedInfo: Logger["info"] | null = null;
let cachedStore: Store | null = null;
let cachedMethods: Pick<Store, "get" | "setFunc"> | null = null;
let cachedLogSettings: LogSettings | null = null;

/**
 * A collection as it is now: another object whenever anything of it has changed. Whichever app is asked, one of a
 * transaction that is long over too, it answers from the memory that all of them share.
 */
export function currentCollection(name: string): core.Collection {
  return (cachedFind ??= $app.findCachedCollectionByNameOrId)(name);
}

/** The log that the dashboard shows. */
export function logger(): Logger {
  return (cachedLogger ??= $app.logger());
}

/** Its INFO lines, for whoever writes many. */
export function info(): Logger["info"] {
  return (cachedInfo ??= logger().info);
}

/** The settings of PocketBase's log as they are now: what an operator changes is changed in this very object. */
export function logSettings(): LogSettings {
  return (cachedLogSettings ??= $app.settings().logs);
}

/** The memory that all runtimes share. */
export function store(): Store {
  return (cachedStore ??= $app.store());
}

/** The same for whoever asks it often. */
export function storeMethods(): Pick<Store, "get" | "setFunc"> {
  if (cachedMethods) return cachedMethods;
  const { get, setFunc } = store();
  return (cachedMethods = { get, setFunc });
}
