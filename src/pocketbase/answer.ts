/**
 * Writing answers: the only place that sends anything to a client.
 * @module
 */

import { isInfoComplete } from "../domain/user-view.ts";
import { Failure } from "../errors.ts";
import type { SignInAnswer } from "../operation.ts";
import { describeError } from "./go-errors.ts";
import { hideBody } from "./request.ts";
import { isAuthRuleRefusal, plainAuthAnswer, satisfiesAuthRule } from "./tokens.ts";
import { findUser, refuseDisabled, viewOf } from "./users.ts";

const SIGN_IN_MESSAGES = { register_success: "注册成功", login_success: "登录成功" };

/** A plain answer: the envelope around `data`. */
export function writeSuccess(event: core.RequestEvent, { msg, data }: { msg: string; data: object }): void {
  event.json(200, { code: 200, msg, data });
}

/**
 * PocketBase's own answer to a sign-in, as the hooks of `onRecordAuthRequest` leave it, or what one of them answers.
 * @throws Failure account_disabled, auth_rejected when PocketBase itself refuses the record (the collection's authRule)
 * @throws what a hook throws
 */
export function writeSignIn(
  event: core.RequestEvent,
  { user, wxOpenid, status, justRead }: SignInAnswer,
): void {
  const view = viewOf(user, wxOpenid);
  const meta = {
    code: 200,
    msg: SIGN_IN_MESSAGES[status],
    data: { status, is_info_complete: isInfoComplete(view), user: view },
  };
  const plain = justRead === true ? plainAuthAnswer(user, meta) : null;
  if (plain) {
    event.json(200, plain);
    return;
  }
  hideBody(event);
  try {
    $apis.recordAuthResponse(event, user, "", meta);
  } catch (error) {
    if (isAuthRuleRefusal(error)) {
      // It stands for a rule that says no as well as for one that could not be evaluated, for example because the
      // database has gone; asked again, only the former has an answer.
      if (satisfiesAuthRule(user)) {
        throw new Error(`the authRule could not be evaluated: ${describeError(error)}`, { cause: error });
      }
      // The rule sees the record as it is now: somebody may have disabled it since it was read.
      const now = findUser(user.id);
      if (now) refuseDisabled(now);
      throw new Failure("auth_rejected");
    }
    throw error;
  }
  if (!event.written()) throw new Error("a hook of onRecordAuthRequest neither answered nor called e.next()");
}
