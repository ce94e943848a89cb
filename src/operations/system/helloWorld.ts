import type { PlainAnswer } from "../../operation.ts";

/** Set by build.mjs: ISO 8601 for a release build, otherwise null. */
declare const BUILD_TIME: string | null;

/** Says that the service is there, and which build it is. */
export function helloWorld(): PlainAnswer<"helloWorld"> {
  return {
    msg: "请求成功",
    data: {
      message: "Hello, World!",
      timestamp: new Date().toISOString(),
      status: "success",
      build_time: BUILD_TIME,
    },
  };
}
