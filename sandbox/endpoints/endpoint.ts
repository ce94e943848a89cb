/** What an endpoint of WeChat's is made of. One file beside this one holds each, and `../endpoints.ts` lists them. */
import type { ApiCall } from "../shared/http.ts";
import type { Fields } from "../shared/input.ts";
import { type ApiFamily, errorBody } from "../wechat/errors.ts";
import type { App } from "../wechat/app.ts";
import { findApp, type World } from "../wechat/world.ts";

/** What the log tells of a call's content; null where the call did not say. */
export interface Seen {
  readonly appid: string | null;
  readonly code: string | null;
  readonly force_refresh: boolean | null;
  /** Which access token came along: 1 is the first one issued; null for none or one never issued. */
  readonly token: number | null;
  /** What a call for a mini-program code asked for. */
  readonly wxacode?: SeenCode;
}

/** As sent; null where the call did not say. */
export interface SeenCode {
  readonly scene: string | null;
  readonly page: string | null;
  readonly check_path: boolean | null;
  readonly env_version: string | null;
  readonly width: number | null;
}

export const NOTHING_SEEN: Seen = { appid: null, code: null, force_refresh: null, token: null };

/** WeChat's answer, bytes for a picture. `errcode` is 0 for success, where the body need not hold one. */
export interface Outcome {
  readonly errcode: number;
  readonly body: Fields | Buffer;
  readonly seen: Seen;
}

export interface Endpoint<Name extends string = string> {
  /** What faults and the log call it. */
  readonly name: Name;
  readonly path: string;
  readonly family: ApiFamily;
  /** The content type of JSON. */
  readonly jsonType: string;
  /** What faults make of a success, unless they say more. */
  readonly spoiled: {
    /** Put in place of the right values, or of a picture, by `wrong_types`. */
    readonly wrongTypes: Fields;
    /** Left out by `missing_fields`. */
    readonly missing: readonly string[];
    /** The same success with another app's watermark; where there is none, `foreign_watermark` cannot be set. */
    readonly foreignWatermark?: (body: Fields) => Fields;
  };
  /** Decides the answer. Without `consume` a code stays unused and no token is revoked. */
  answer(call: ApiCall, world: World, consume: boolean): Outcome;
}

/** The endpoint as it is, its name kept as a literal type. */
export function defineEndpoint<const Name extends string>(endpoint: Endpoint<Name>): Endpoint<Name> {
  return endpoint;
}

export function refusal(errcode: number, family: ApiFamily, seen: Seen, world: World): Outcome {
  return { errcode, body: errorBody(errcode, family, world.now()), seen };
}

/** The app of an appid and its secret, or the errcode for a wrong one. WeChat looks at the appid before anything else. */
export function appOf(
  appid: unknown,
  secret: unknown,
  world: World,
  wrongSecret: 40001 | 40125,
): App | number {
  if (appid === undefined || appid === null || appid === "") return 41002;
  const app = findApp(world, appid);
  if (app === undefined) return 40013;
  if (secret === undefined || secret === null || secret === "") return 41004;
  return secret === app.secret ? app : wrongSecret;
}
