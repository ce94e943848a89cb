import type { PlainAnswer } from "../../operation.ts";
import { totalUsers } from "../../pocketbase/counter.ts";

/** The number of records in `tbl_auth_users`. */
export function usersCount(): PlainAnswer<"usersCount"> {
  return { msg: "查询成功", data: { total_users: totalUsers() } };
}
