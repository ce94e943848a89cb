/**
 * What happens to accounts that an operator should know of, one log line each: record ids, never a value of a person.
 * @module
 */
import { logger } from "../pocketbase/process.ts";
import type { WechatAccount } from "../wechat/wechat-account.ts";

export interface Notice {
  /** Stable word, documented in docs/production.md. */
  message: string;
  facts: { [name: string]: string };
}

/** Two records look like one person, and stay two. */
export function identityConflict(user: core.Record, other: core.Record, { appid }: WechatAccount): Notice {
  return { message: "identity_conflict", facts: { record_id: user.id, other_record_id: other.id, appid } };
}

/** The number of a former holder is somebody else's, who has proved that it is theirs. */
export function phoneClaimed(user: core.Record, holder: core.Record): Notice {
  return { message: "phone_claimed", facts: { record_id: user.id, former_holder_id: holder.id } };
}

/**
 * Of two records of one person, one has taken over what the other had.
 * @param account by which they were found to be one; null where an operator has said so
 */
export function accountMerged(
  user: core.Record,
  absorbed: core.Record,
  account: WechatAccount | null,
): Notice {
  const found = account && { appid: account.appid };
  return { message: "account_merged", facts: { record_id: user.id, absorbed_id: absorbed.id, ...found } };
}

/** To be called after the commit: what is rolled back did not happen. */
export function logNotices(notices: readonly Notice[]): void {
  // Most sign-ins have nothing to tell, and here a loop over nothing makes three objects.
  if (notices.length === 0) return;
  for (const { message, facts } of notices) logger().warn(message, ...Object.entries(facts).flat());
}
