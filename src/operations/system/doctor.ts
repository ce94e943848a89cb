import { examine } from "../../doctor/examine.ts";
import type { PlainAnswer, Request } from "../../operation.ts";

/** What is wrong with this deployment, and what to do. @throws Failure token_invalid for anybody but a superuser */
export function doctor({ event }: Request<"doctor">): PlainAnswer<"doctor"> {
  return { msg: "检查完成", data: examine(event) };
}
