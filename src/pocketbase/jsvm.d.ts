/** What src relies on beyond PocketBase's own declarations. */

/** PocketBase's app; inside a transaction, its transactional twin. */
type CoreApp = typeof $app;
