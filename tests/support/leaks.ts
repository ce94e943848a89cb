/**
 * Searches what a service leaves behind, its log database and its output, for what must never stand there.
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  ACCESS_TOKEN_MARK,
  type Sandbox,
  SANDBOX_PUSH_TOKEN,
  SESSION_KEY_MARK,
} from "../../sandbox/server.ts";

/** What it is → the text. Each is chosen so that nothing else contains it. */
export interface Secrets {
  [what: string]: string;
}

/** How every token of PocketBase begins: the header of a JWT signed with HS256. */
const TOKEN_START = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url");

/** What no service may leak, whatever a test did with it. */
export function secretsOfAll({ apps }: Sandbox): Secrets {
  return {
    ...Object.fromEntries(apps.map(({ appid, secret }) => [`the WeChat secret of ${appid}`, secret])),
    "the token of WeChat's pushes": SANDBOX_PUSH_TOKEN,
    "an access token of WeChat's": ACCESS_TOKEN_MARK,
    "a session_key": SESSION_KEY_MARK,
    "a user's token": TOKEN_START,
  };
}

/** Files of an ended service's data folder, as far as they are there. */
export function filesOf(dataDir: string, ...names: string[]): { [name: string]: Buffer } {
  const paths = names
    .flatMap((name) => [name, `${name}-wal`])
    .filter((name) => existsSync(join(dataDir, name)));
  return Object.fromEntries(paths.map((name) => [name, readFileSync(join(dataDir, name))]));
}

/** Where which secret stands, as `<what> in <place>, near <text>`; empty when nothing leaked. */
export function leaks(places: { [place: string]: Buffer | string }, secrets: Secrets): string[] {
  return Object.entries(places).flatMap(([place, content]) => {
    const bytes = Buffer.from(content);
    return Object.entries(secrets).flatMap(([what, text]) => {
      const at = bytes.indexOf(text);
      return at === -1 ? [] : [`${what} in ${place}, near ${bytes.subarray(Math.max(0, at - 200), at + 80)}`];
    });
  });
}
