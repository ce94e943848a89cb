/**
 * Who is signed in on this page, and how that begins and ends.
 * @module
 */
import { signal } from "@preact/signals";
import type { components } from "../../src/generated/api.d.ts";
import { userView } from "../../src/domain/user-view.ts";
import { announce } from "../components/announcer.tsx";
import type { Failure, Result } from "../service/result.ts";
import { ownRecord, refreshToken, uploadAvatar } from "../service/operations.ts";
import { failureWords, type Words } from "../words/failures.ts";
import { claimsOf, storedToken, storeToken } from "./stored-token.ts";

type Schemas = components["schemas"];

export type Session = {
  /** Whether the person's own act led here: then the focus follows. */
  led: boolean;
} & (
  | { kind: "signed_out"; ended: Words | null }
  | { kind: "restoring" }
  /** The session may be fine: it is kept until the service can tell. */
  | { kind: "unrestored"; token: string; failure: Failure }
  | {
      kind: "signed_in";
      token: string;
      user: Schemas["User"];
      /** Whether WeChat opens this account too; null after a reload: PocketBase's record does not tell. */
      linked: boolean | null;
      warning: string | null;
    }
);

export const session = signal<Session>({ kind: "signed_out", ended: null, led: false });

/** @param warning what did not work although the sign-in did */
export function signIn({ token, meta }: Schemas["AuthAnswer"], warning: string | null = null): void {
  storeToken(token);
  const { user } = meta.data;
  session.value = { kind: "signed_in", token, user, linked: user.wx_openid !== "", warning, led: true };
  announce(warning === null ? meta.msg : `${meta.msg}。${warning}`);
}

export const signOut = () => leave("已退出登录");

/** The session has ended by the person's own act. @param words say so */
export function leave(words: string): void {
  storeToken(null);
  session.value = { kind: "signed_out", ended: null, led: true };
  announce(words);
}

/** The session goes on with another token. @param words say why @param change what else is different from then on */
export function replaceToken(token: string, words: string, change: { linked?: boolean } = {}): void {
  const now = session.peek();
  if (now.kind !== "signed_in") return;
  storeToken(token);
  session.value = { ...now, ...change, token, led: true };
  announce(words);
}

/** What a request of the session has come to; the session ends with one that the service no longer accepts. */
export async function inSession<Value>(request: Promise<Result<Value>>): Promise<Result<Value>> {
  const result = await request;
  if (!result.ok && endsSession(result.failure)) endSession(result.failure);
  return result;
}

/** @param failure why the service no longer accepts the session; null when the token has run out */
export function endSession(failure: Failure | null): void {
  storeToken(null);
  const ended = failure ? failureWords(failure) : { title: "登录已过期，请重新登录" };
  session.value = { kind: "signed_out", ended, led: true };
}

/**
 * Asks for a new token. An answer that comes after the session has ended no longer counts.
 * @returns why there is none while the session goes on; null when there is one, or no session any more
 */
export async function renewSession(): Promise<{ renewed: boolean; failure: Failure | null }> {
  const before = session.peek();
  if (before.kind !== "signed_in") return { renewed: false, failure: null };
  const result = await refreshToken(before.token);
  const now = session.peek();
  if (now.kind !== "signed_in" || now.token !== before.token) return { renewed: false, failure: null };
  if (result.ok) {
    storeToken(result.value.token);
    session.value = { ...now, token: result.value.token, led: false };
    return { renewed: true, failure: null };
  }
  if (!endsSession(result.failure)) return { renewed: false, failure: result.failure };
  endSession(result.failure);
  return { renewed: false, failure: null };
}

/**
 * Stores a picture with the signed-in user, and shows them as they are from then on.
 * @returns why the picture was not stored; null when it was, or the session has ended meanwhile
 */
export async function changePicture(file: Blob): Promise<Failure | null> {
  const before = session.peek();
  if (before.kind !== "signed_in") return null;
  const stored = await inSession(uploadAvatar(before.token, file));
  if (!stored.ok) return stored.failure;
  const user = await ownUser(before.token, before.user.pb_id);
  const now = session.peek();
  if (!user.ok || now.kind !== "signed_in" || now.user.pb_id !== user.value.pb_id) return null;
  const follows = user.value.users_picture === stored.value.users_picture;
  session.value = {
    ...now,
    user: { ...user.value, company: now.user.company },
    warning: follows ? null : "图片已保存，但资料使用的是别处的图片地址，没有改变。请联系管理员更换。",
    led: false,
  };
  return null;
}

/** Takes up the session that this tab still has, after a reload. */
export async function restoreSession(led = false): Promise<void> {
  const token = storedToken();
  if (token === null) return;
  session.value = { kind: "restoring", led: false };
  const claims = claimsOf(token);
  if (!claims) return endSession(null);
  const record = await ownUser(token, claims.id);
  if (record.ok) {
    const user = record.value;
    session.value = { kind: "signed_in", token, user, linked: null, warning: null, led };
    return;
  }
  // PocketBase's route only says “not found”; this one names the reason.
  const check = await refreshToken(token);
  if (!check.ok && endsSession(check.failure)) return endSession(check.failure);
  session.value = { kind: "unrestored", token, failure: check.ok ? record.failure : check.failure, led };
}

/** A user as the sign-in routes show them; only the company and the openid in a mini-program are not in the record. */
async function ownUser(token: string, id: string): Promise<Result<Schemas["User"]>> {
  const record = await ownRecord(token, id);
  return record.ok ? { ok: true, value: userView(record.value.id, record.value, "", null) } : record;
}

/** Whether the service no longer accepts the session, in contrast to being unable to answer. */
function endsSession(failure: Failure): boolean {
  return failure.kind === "refused" && (failure.status === 401 || failure.status === 403);
}
