import { Failure } from "../../errors.ts";
import type { Request, SignInAnswer } from "../../operation.ts";
import {
  createUnlessExists,
  findByOpenid,
  isDisabled,
  newUser,
  setUnusablePassword,
} from "../../pocketbase/users.ts";
import { openidOf } from "../../wechat/session.ts";

/**
 * Signs the WeChat user of a login code in, and registers them first when they are new.
 * @throws Failure account_disabled; the code exchange's
 */
export function wechatLogin({ input, facts }: Request<"wechatLogin">): SignInAnswer {
  const openid = openidOf(input.users_wx_code);
  const existing = findByOpenid(openid);
  if (existing) return signIn(existing, facts);
  const created = register(openid);
  if (created) return { user: created, status: "register_success" };
  const winner = findByOpenid(openid);
  if (!winner) throw new Error("the record of a concurrent sign-up is gone");
  return signIn(winner, facts);
}

function signIn(user: core.Record, facts: Request<"wechatLogin">["facts"]): SignInAnswer {
  facts.record_id = user.id;
  if (isDisabled(user)) throw new Failure("account_disabled");
  return { user, status: "login_success" };
}

/** @returns null when a concurrent sign-up of the same user was faster */
function register(openid: string): core.Record | null {
  const user = newUser({ openid, users_idtype: "WeChat", users_type: "游客" });
  setUnusablePassword(user);
  return createUnlessExists(user, () => findByOpenid(openid));
}
