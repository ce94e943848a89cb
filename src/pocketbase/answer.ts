/**
 * Writing answers: the only place that sends anything to a client.
 * @module
 */

import { isInfoComplete } from "../domain/user-view.ts";
import { Failure } from "../errors.ts";
import type { SignInAnswer } from "../operation.ts";
import { apiErrorStatus } from "./go-errors.ts";
import { hideBody } from "./request.ts";
import { viewOf } from "./users.ts";

const SIGN_IN_MESSAGES = { register_success: "注册成功", login_success: "登录成功" };

export function writeSuccess(event: core.RequestEvent, msg: string, data: object): void {
  event.json(200, { code: 200, msg, data });
}

/** @throws Failure auth_rejected when PocketBase itself refuses the record (the collection's authRule) */
export function writeSignIn(event: core.RequestEvent, { user, status }: SignInAnswer): void {
  const meta = {
    code: 200,
    msg: SIGN_IN_MESSAGES[status],
    data: { status, is_info_complete: isInfoComplete(user), user: viewOf(user) },
  };
  hideBody(event);
  try {
    $apis.recordAuthResponse(event, user, "", meta);
  } catch (error) {
    if (apiErrorStatus(error) === 403) throw new Failure("auth_rejected");
    throw error;
  }
}

export function writeFailure(event: core.RequestEvent, failure: Failure): void {
  const { fields, retryAfter } = failure.details;
  if (retryAfter !== undefined) event.response.header().set("Retry-After", String(retryAfter));
  event.json(failure.status, {
    code: failure.status,
    msg: failure.message,
    data: fields ? { reason: failure.reason, fields } : { reason: failure.reason },
  });
}
