import { joinAccounts } from "../../accounts/join.ts";
import type { PlainAnswer, Request } from "../../operation.ts";

/**
 * Makes one of two records of a person, on an operator's word that they are one.
 * @throws Failure validation_failed, user_not_found, account_disabled, approval_pending, wechat_slot_taken, merge_blocked
 * @throws what an operator's hook throws
 */
export function joinUsers({ input, facts }: Request<"joinUsers">): PlainAnswer<"joinUsers"> {
  facts.record_id = input.survivor_id;
  joinAccounts(input.survivor_id, input.absorbed_id);
  facts.outcome = "joined";
  return { msg: "两个账号已合并", data: { status: "joined" } };
}
