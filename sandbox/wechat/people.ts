/** The people who use mini-programs: one openid in each app, one unionid in each Open Platform account. */
import { RecentMap } from "../shared/bounded.ts";
import type { App } from "./app.ts";
import { CODE_CAPACITY } from "./codes.ts";
import { newOpenid, openidOf, unionidOf } from "./identity.ts";

/** How WeChat knows somebody in one app. */
export interface Identity {
  readonly openid: string;
  /** Where the app is bound to an Open Platform account. */
  readonly unionid: string | undefined;
}

export class People {
  /** Who an openid is, for those who were named; by the openid alone they are the same person. */
  readonly #names = new RecentMap<string>(CODE_CAPACITY);

  /** A named user has one openid in each app for ever. */
  named(name: string, app: App): Identity {
    const openid = openidOf(name, app.appid);
    if (this.#names.get(openid) === undefined) this.#names.add(openid, name);
    return identity(openid, name, app);
  }

  withOpenid(openid: string, app: App): Identity {
    return identity(openid, this.#names.get(openid) ?? openid, app);
  }

  somebodyNew(app: App): Identity {
    return this.withOpenid(newOpenid(), app);
  }
}

function identity(openid: string, person: string, { openPlatform }: App): Identity {
  return { openid, unionid: openPlatform === null ? undefined : unionidOf(person, openPlatform) };
}
