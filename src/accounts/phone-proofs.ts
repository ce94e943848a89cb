/**
 * Remembers for ten minutes what WeChat answered for a phone code, for the one who sent it: each exchange is billed and
 * the code works once, so an answer that got lost, a field that was refused or a busy database must not cost another.
 * It lives in the memory of the process. The code is kept as a digest, the number sealed under the code and the sender:
 * nobody reads it there who does not bring both.
 * @module
 */
import { exchangeOnce } from "../abuse/code-guard.ts";
import { Failure, fieldFailure } from "../errors.ts";
import { seal, unseal } from "../pocketbase/sealed.ts";
import { changeEntry, readEntry } from "../pocketbase/shared-table.ts";
import type { MiniProgram } from "../pocketbase/settings.ts";
import { LONGEST_EXCHANGE, phoneOf } from "../wechat/phone-number.ts";

const LIFETIME_MS = 10 * 60 * 1000;

/** Who sent a code: a signed-in user, or, without a token, a client address (PocketBase's `realIP()`). */
export type Sender = { user: string } | { address: string };

export interface PhoneProof {
  /** As stored: 11 digits for mainland numbers. */
  phone: string;
  /** Unix time in milliseconds at which WeChat vouched for it. */
  provedAt: number;
}

/**
 * The number that WeChat vouches for by this code, asked for at most once.
 * @param app the mini-program that the code is from
 * @throws Failure phone_code_invalid, also for a code that somebody else has sent; duplicate_request; the exchange's
 */
export function provePhone(code: string, app: MiniProgram, sender: Sender): PhoneProof {
  const sent: Sent = { key: `${app.appid} ${code}`, words: `${code} ${nameOf(sender)}` };
  const known = recall(sent);
  if (known) return known;
  try {
    return exchangeOnce(
      code,
      app,
      LONGEST_EXCHANGE,
      // Another request may have ended between the look above and this one's turn.
      () => recall(sent) ?? remember(sent, phoneOf(code, app)),
    );
  } catch (error) {
    const isLate = error instanceof Failure && error.reason === "duplicate_request";
    const proof = isLate ? recall(sent) : null;
    if (proof) return proof;
    throw error;
  }
}

interface Sent {
  /** Under which the answer is remembered. */
  key: string;
  /** With which it is sealed. */
  words: string;
}

const nameOf = (sender: Sender) => ("user" in sender ? `user ${sender.user}` : `address ${sender.address}`);

function recall({ key, words }: Sent): PhoneProof | null {
  const entry = readEntry("phones", key, Date.now());
  if (!entry) return null;
  const phone = unseal(entry.note ?? "", words);
  if (phone === null)
    throw fieldFailure("phone_code_invalid", "users_phone_code", { cause: "the code is somebody else's" });
  return { phone, provedAt: entry.expiresAt - LIFETIME_MS };
}

function remember({ key, words }: Sent, phone: string): PhoneProof {
  const provedAt = Date.now();
  const entry = { count: 1, note: seal(phone, words), expiresAt: provedAt + LIFETIME_MS };
  changeEntry("phones", key, provedAt, () => entry);
  return { phone, provedAt };
}
