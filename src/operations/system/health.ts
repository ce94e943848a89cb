import { Failure } from "../../errors.ts";
import type { PlainAnswer } from "../../operation.ts";
import { totalUsers } from "../../pocketbase/counter.ts";

/** Healthy when the database answers a real read. @throws Failure database_unavailable */
export function health(): PlainAnswer<"health"> {
  try {
    totalUsers();
  } catch (error) {
    throw new Failure("database_unavailable", { cause: String(error) });
  }
  return { msg: "服务正常", data: { status: "healthy", timestamp: new Date().toISOString() } };
}
