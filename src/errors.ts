/**
 * Every way a request can fail: one error class over the contract's list of reasons.
 * @module
 */
import type { OwnReason, PhoneHolder } from "./contract.ts";
import { definitions } from "./generated/reasons.ts";

/** Made by the first failure, because every runtime would otherwise build the table before its first answer. */
let made: ReturnType<typeof definitions> | null = null;

const definitionOf = (reason: OwnReason) => (made ??= definitions())[reason];

export interface FailureDetails {
  /** Field → Chinese message, for failures a single field is guilty of. */
  fields?: { [field: string]: string };
  /** Whole seconds until the same request may pass; required for every 429. */
  retryAfter?: number;
  /** With password_wrong: how many more may be tried before the lock falls. */
  attemptsLeft?: number;
  /** With phone_taken. */
  holder?: PhoneHolder;
  /** For the log alone: whose account it is about, where the caller's token does not say it. */
  recordId?: string;
  /** For the log alone: what happened, without secrets. */
  cause?: string;
  /** Nothing that the client sent is at fault: somebody must change the collection's settings. */
  misconfigured?: boolean;
  /** WeChat's `errcode` and the `rid` found in its `errmsg`, for the log alone. */
  errcode?: number;
  rid?: string;
  /** The address that WeChat's IP white list lacks, for the log alone. */
  address?: string;
}

class ExpectedFailure extends Error {
  readonly status: number;

  constructor(
    readonly reason: OwnReason,
    readonly details: FailureDetails = {},
    words?: string,
  ) {
    const { status, message } = definitionOf(reason);
    super(words ?? message);
    this.status = status;
  }
}

/**
 * An expected failure. Anything else that is thrown is answered as `internal_error`. All bundles of a runtime have one
 * class, so that each knows what another one throws.
 */
export const Failure = (globalThis.__wechatAuth_Failure ??= ExpectedFailure);
export type Failure = ExpectedFailure;

declare global {
  var __wechatAuth_Failure: typeof ExpectedFailure | undefined;
}

/** What an operation says of some reasons instead of the common words, and the field that it blames. */
export interface OwnWords {
  [reason: string]: { message: string; field?: string };
}

/** The same failure in an operation's own words, where it has any. */
export function inOwnWords(failure: Failure, words: OwnWords): Failure {
  const own = words[failure.reason];
  if (!own) return failure;
  const { details, reason } = failure;
  const blamed = own.field && { fields: { [own.field]: own.message } };
  return new Failure(reason, { ...details, ...blamed }, own.message);
}

/** A failure that one field is guilty of; the field carries the failure's own words. */
export function fieldFailure(reason: OwnReason, field: string, details: FailureDetails = {}): Failure {
  return new Failure(reason, { ...details, fields: { [field]: definitionOf(reason).message } });
}
