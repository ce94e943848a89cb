/**
 * The moves of a household as requests.
 * @module
 */
import type { Service } from "../../../tests/support/service.ts";
import { type Answer, type Client, Lost } from "../../shared/client.ts";
import type { Tally } from "../../shared/tally.ts";
import {
  after,
  type Household,
  type Move,
  nameOf,
  openidOf,
  passwordOf,
  phoneOf,
  unionidOf,
} from "./household.ts";

export interface Scene {
  service: Pick<Service, "sandbox" | "admin">;
  client: Client;
  tally: Tally;
}

const PICTURE = "https://example.com/avatar/house.png";

/** @param household in one certain state. @returns false when no answer came, which leaves two states possible */
export async function make(
  move: Move,
  household: Household,
  { service, client, tally }: Scene,
): Promise<boolean> {
  const [before] = household.possible;
  if (!before) throw new Error("a household in no state");
  const action = `household: ${move}`;
  const next = after(before, move);
  const { operation, ...call } = requestOf(move, household, before.password, service);
  household.possible = [before, next];
  try {
    const answer = await client.call(operation, call);
    household.possible = answer.status === 200 ? [next] : [before];
    if (answer.status === 200) {
      takeTokens(move, household, answer);
      if (move === "resetPassword") await signInAgain(household, next.password, client);
      tally.succeeded(action, answer.milliseconds);
    } else tally.refused(action, answer.reason ?? String(answer.status));
    return true;
  } catch (error) {
    if (error instanceof Lost) tally.lost(action);
    else tally.wrong(action, error instanceof Error ? error.message : String(error));
    return false;
  }
}

interface Request {
  operation: string;
  body: object;
  token?: string;
}

function requestOf(move: Move, household: Household, password: number, service: Scene["service"]): Request {
  const { serial, platform, guest } = household;
  const bearer = (of: typeof platform) => ({ token: of?.token ?? "" });
  const code = { users_wx_code: loginCode(service, serial) };
  const phoneCode = () => ({
    users_phone_code: service.sandbox.mintPhoneCode({ phone: phoneOf(serial) }).code,
  });
  const pair = (version: number) => {
    const password = passwordOf(serial, version);
    return { password, passwordConfirm: password };
  };
  const profile = { users_name: nameOf(serial), users_picture: PICTURE };
  switch (move) {
    case "register":
      return {
        operation: "platformRegister",
        body: { ...profile, users_phone: phoneOf(serial), ...pair(password) },
      };
    case "visit":
      return { operation: "wechatLogin", body: code };
    case "claim": {
      const body = { ...profile, ...phoneCode(), phone_conflict: "claim" };
      return { operation: "wechatProfile", body, ...bearer(guest) };
    }
    case "merge":
      return { operation: "linkWechat", body: { ...code, merge: true }, ...bearer(platform) };
    case "link":
      return { operation: "linkWechat", body: code, ...bearer(platform) };
    case "unlink":
      return { operation: "unlinkWechat", body: {}, ...bearer(platform) };
    case "changePassword": {
      const body = { password_old: passwordOf(serial, password), ...pair(password + 1) };
      return { operation: "changePassword", body, ...bearer(platform) };
    }
    case "resetPassword":
      return { operation: "resetPassword", body: { ...phoneCode(), ...pair(password + 1) } };
    case "closeByCode":
      return { operation: "closeAccount", body: { confirm: true, ...code }, ...bearer(platform) };
    case "closeByPassword": {
      const body = { confirm: true, password: passwordOf(serial, password) };
      return { operation: "closeAccount", body, ...bearer(platform) };
    }
  }
}

export function loginCode(service: Scene["service"], serial: number): string {
  return service.sandbox.mintLoginCode({ openid: openidOf(serial), unionid: unionidOf(serial) }).code;
}

function takeTokens(move: Move, household: Household, { body }: Answer): void {
  if (move === "register") household.platform = { id: body.record.id, token: body.token };
  if (move === "visit") household.guest = { id: body.record.id, token: body.token };
  const fresh = body.data?.token;
  if (fresh && household.platform) household.platform.token = fresh;
}

/** A reset ends all tokens and answers none. */
async function signInAgain(household: Household, password: number, client: Client): Promise<void> {
  const { serial, platform } = household;
  if (platform) platform.token = "";
  const body = { users_phone: phoneOf(serial), password: passwordOf(serial, password) };
  const { status, body: answer } = await client.call("platformLogin", { body });
  if (status !== 200 || answer.record.id !== platform?.id)
    throw new Error(`household ${serial}: the password of its reset does not sign in: ${status}`);
  household.platform = { id: answer.record.id, token: answer.token };
}
