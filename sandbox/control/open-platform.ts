/** Binds apps to an Open Platform account, whose apps share a unionid for each person, and takes them out again. */
import { type Fields, optionalText, refuseUnknown } from "../shared/input.ts";
import { namedApps, type World } from "../wechat/world.ts";

export interface AppState {
  readonly appid: string;
  /** The Open Platform account, or null. */
  readonly open_platform: string | null;
}

export function listApps({ apps }: World): AppState[] {
  return apps.map(({ appid, openPlatform }) => ({ appid, open_platform: openPlatform }));
}

/**
 * From now on codes of the app (all apps, when none is named) come with a unionid; it differs from that of another
 * account, as when an app moves. Codes that were minted before stay as they were.
 * @throws {InputError}
 */
export function bindOpenPlatform(world: World, input: Fields): AppState[] {
  refuseUnknown(input, ["appid", "account"]);
  const account = optionalText(input, "account", 128) ?? "sandbox";
  for (const app of namedApps(world, input)) app.openPlatform = account;
  return listApps(world);
}

/** @throws {InputError} */
export function unbindOpenPlatform(world: World, input: Fields): AppState[] {
  refuseUnknown(input, ["appid"]);
  for (const app of namedApps(world, input)) app.openPlatform = null;
  return listApps(world);
}
