/**
 * What comes of a request.
 * @module
 */
import type { Reason } from "../../src/generated/reasons.ts";

/** Why a call brought nothing. */
export type Failure =
  /** The service answered with its error envelope. */
  | {
      kind: "refused";
      status: number;
      msg: string;
      reason: Reason;
      fields: { [field: string]: string };
      /** Seconds; null where the answer names none. */
      retryAfter: number | null;
      /** With a wrong password: how many more may be tried; null where the answer does not say. */
      attemptsLeft: number | null;
    }
  /** One of PocketBase's own routes refused. */
  | {
      kind: "native";
      status: number;
      /** English. */
      message: string;
      fields: { [field: string]: { code: string; message: string } };
      /** What a second factor belongs to, where one is asked for. */
      mfaId: string | null;
    }
  | { kind: "unreachable" }
  | { kind: "timeout" }
  /** An answer in no shape the contract knows: usually a proxy's own page. */
  | { kind: "unreadable"; status: number };

export type Result<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };
