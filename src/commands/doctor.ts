/**
 * `pocketbase wechat-auth doctor`: says what is wrong with this deployment, and what to do.
 * @module
 */
import { examine } from "../doctor/examine.ts";
import { EXIT_STATUS, reportText } from "../doctor/report.ts";

/** @returns 0 when all is well, 1 when something could be better, 2 when something is broken */
export function run(_args: string[], flags: string[], print: (text: string) => void): number {
  const report = examine(null);
  print(flags.includes("json") ? JSON.stringify(report, null, 2) : reportText(report));
  return EXIT_STATUS[report.verdict];
}
