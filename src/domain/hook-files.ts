/**
 * The hook files of a deployment: ours, and an operator's beside it.
 * @module
 */

/** A route by which our wiring file is known, under whatever name. */
const OURS = "POST /api/wechat/login";

const COMMENT_LINE = /^\s*\/\/.*$/gm;
const REGISTRATION = /\brouterAdd\(\s*["'`](\w+)["'`]\s*,\s*["'`]([^"'`]+)["'`]/g;

/** File name → the routes that it registers, as far as they are literal. */
export interface HookFiles {
  [file: string]: string[];
}

/** The routes that a hook file registers, as `METHOD /path`. */
export function routesIn(source: string): string[] {
  const code = source.replace(COMMENT_LINE, "");
  return [...code.matchAll(REGISTRATION)].map(([, method, path]) => `${method?.toUpperCase()} ${path}`);
}

/** Whether a hook file is our wiring file, or a copy of it. */
export function isOurWiring(source: string): boolean {
  return routesIn(source).includes(OURS);
}

/**
 * What keeps the deployment from starting: a second file registers a route of ours, in all likelihood because it is an
 * older or an editor's copy. Null when all is well.
 */
export function secondCopy(files: HookFiles): string | null {
  const names = Object.keys(files).sort();
  const ours = names.find((name) => files[name]?.includes(OURS));
  if (!ours) return null;
  for (const name of names) {
    const shared = files[name]?.find((route) => files[ours]?.includes(route));
    if (name === ours || !shared) continue;
    return (
      `${ours} and ${name} both register ${shared}: these look like two copies of one file. ` +
      "Keep one of them in the hooks folder (the newer one, under the name wechat_auth.pb.js) and start again."
    );
  }
  return null;
}
