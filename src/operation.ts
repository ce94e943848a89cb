/**
 * What an operation is: a function from a checked request to an answer. It throws a Failure to refuse.
 * @module
 */
import type { Data, Input, OperationId, SignInOperation, SignInStatus } from "./contract.ts";

export interface Request<Id extends OperationId> {
  event: core.RequestEvent;
  /** The JSON body, already checked against the contract. */
  input: Input<Id>;
  /** The user of the token; null when there is none, or it is not of our collection. */
  user: core.Record | null;
  /** Facts for the one log line of this request; operations add to it. */
  facts: LogFacts;
}

/** Structured facts of a request that an operator may need; never a secret or a full phone number. */
export interface LogFacts {
  record_id?: string;
  outcome?: string;
  /** Masked: who calls about a refusal names a phone, and there may be no record of it. */
  phone?: string;
  /** What log lines call a scan ticket. */
  ticket?: string;
}

/** A plain answer: `{ code: 200, msg, data }`. */
export interface PlainAnswer<Id extends OperationId> {
  msg: string;
  data: Data<Id>;
}

/** A sign-in: PocketBase's own `{ token, record, meta }` for this user. */
export interface SignInAnswer {
  user: core.Record;
  /** The user's openid in the mini-program of this request, "" for none. */
  wxOpenid: string;
  status: SignInStatus;
  /** True: the user was read a moment ago and found not disabled, so that nobody has to look again. */
  justRead?: boolean;
}

export type Answer<Id extends OperationId> = Id extends SignInOperation ? SignInAnswer : PlainAnswer<Id>;

export type Operation<Id extends OperationId> = (request: Request<Id>) => Answer<Id>;
