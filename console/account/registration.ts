/**
 * Making an account: the record first, then the picture that the person chose for it.
 * @module
 */
import type { components } from "../../src/generated/api.d.ts";
import { base } from "../service/call.ts";
import type { Result } from "../service/result.ts";
import { ownRecord, platformRegister, uploadAvatar } from "../service/operations.ts";
import { failureWords } from "../words/failures.ts";

type Schemas = components["schemas"];

export interface Registered {
  answer: Schemas["AuthAnswer"];
  /** What did not work although the registration did. */
  warning: string | null;
}

/** What stands for a picture until there is one; the service serves it itself. */
export const STAND_IN = `${location.origin}${base}/console/avatar.svg`;

/**
 * The contract asks for a picture and an upload asks for a token, so a registration begins with the stand-in.
 * @param picture null where none was chosen
 */
export async function registerWithPicture(
  values: Omit<Schemas["PlatformRegisterRequest"], "users_picture">,
  picture: Blob | null,
): Promise<Result<Registered>> {
  const registered = await platformRegister({ ...values, users_picture: STAND_IN });
  if (!registered.ok || !picture)
    return registered.ok ? { ok: true, value: { answer: registered.value, warning: null } } : registered;
  const answer = registered.value;
  const stored = await uploadAvatar(answer.token, picture);
  if (!stored.ok) {
    const warning = `头像没有保存：${failureWords(stored.failure).title}。可以稍后在这里重新选择。`;
    return { ok: true, value: { answer, warning } };
  }
  const record = await ownRecord(answer.token, answer.record.id);
  if (record.ok) answer.meta.data.user.users_picture = record.value.users_picture ?? "";
  return { ok: true, value: { answer, warning: null } };
}
