/**
 * The superuser at the desk: PocketBase's own sign-in, with its second factor where one is set.
 * @module
 */
import { signal } from "@preact/signals";
import { announce } from "../components/announcer.tsx";
import { plain } from "../service/call.ts";
import type { Failure, Result } from "../service/result.ts";
import { ask, pocketbase } from "../service/pocketbase.ts";
import { failureWords, type Words } from "../words/failures.ts";

export type DeskSession =
  | { kind: "signed_out"; ended: Words | null }
  | { kind: "second_factor"; email: string; mfaId: string; otpId: string }
  | { kind: "signed_in"; email: string };

export const session = signal<DeskSession>({ kind: "signed_out", ended: null });

const superusers = () => pocketbase.collection("_superusers");

export async function signIn(email: string, password: string): Promise<Result<DeskSession>> {
  const result = await ask(() => superusers().authWithPassword(email, password));
  if (result.ok) return { ok: true, value: { kind: "signed_in", email } };
  const { failure } = result;
  if (failure.kind !== "native" || failure.mfaId === null) return { ok: false, failure: inOurWords(failure) };
  const { mfaId } = failure;
  const sent = await ask(() => superusers().requestOTP(email));
  return sent.ok
    ? { ok: true, value: { kind: "second_factor", email, mfaId, otpId: sent.value.otpId } }
    : sent;
}

/** @param code of the mail that the password has brought about */
export async function confirm(
  { email, mfaId, otpId }: Extract<DeskSession, { kind: "second_factor" }>,
  code: string,
): Promise<Result<DeskSession>> {
  const result = await ask(() => superusers().authWithOTP(otpId, code, { mfaId }));
  if (result.ok) return { ok: true, value: { kind: "signed_in", email } };
  return result.failure.kind === "native" && result.failure.status === 400
    ? { ok: false, failure: wrong("code", "验证码不对，或已过期") }
    : result;
}

export function proceed(to: DeskSession): void {
  session.value = to;
  if (to.kind === "signed_in") announce("已登录");
}

/** @param ended why, where it was not the person's own act */
export function signOut(ended: Words | null = null): void {
  pocketbase.authStore.clear();
  session.value = { kind: "signed_out", ended };
  if (!ended) announce("已退出登录");
}

/** A request of the signed-in superuser; the session ends where the token is refused. */
export async function askAsSuperuser<Value>(request: () => Promise<Value>): Promise<Result<Value>> {
  const result = await ask(request);
  if (!result.ok && result.failure.kind === "native" && result.failure.status === 401)
    signOut(failureWords(result.failure));
  return result;
}

/** One of our operations that only a superuser may call. @returns the `data` of its answer */
export async function callAsSuperuser<Data>(path: string, body?: object): Promise<Result<Data>> {
  const { token } = pocketbase.authStore;
  const result = await plain<Data>(path, { token, ...(body && { body }) });
  if (!result.ok && result.failure.kind === "refused" && result.failure.reason === "token_invalid")
    signOut({ title: "登录已失效，请重新登录", reason: "token_invalid" });
  return result;
}

/** PocketBase does not tell a wrong password from an unknown address. */
function inOurWords(failure: Failure): Failure {
  return failure.kind === "native" && failure.status === 400 ? wrong("password", "邮箱或密码不对") : failure;
}

function wrong(field: string, message: string): Failure {
  const fields = { [field]: { code: "", message } };
  return { kind: "native", status: 400, message: "", fields, mfaId: null };
}
