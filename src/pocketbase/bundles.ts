/**
 * Bundles of what few requests need, loaded by those that do: a fresh runtime makes all functions of a bundle before it
 * calls one of them.
 * @module
 */

const loaded: { [name: string]: unknown } = {};

/**
 * What a bundle exports, once per runtime.
 * @param name as build.mjs calls it
 */
export function bundle<Exports>(name: string): Exports {
  // Not as a plain call, which the bundler would take for one of its own.
  return (loaded[name] ??= globalThis.require(`${__hooks}/wechat_auth/${name}.js`)) as Exports;
}
