/**
 * What the checks find together, as data and as text for a terminal.
 * @module
 */
import type { Facts } from "../domain/deployment.ts";
import { CHECKS, type CheckId } from "./checks.ts";
import type { Finding, Verdict } from "./checks/finding.ts";

export interface Report {
  /** The worst of the checks'; what was not checked says nothing. */
  verdict: "sound" | "advice" | "broken";
  /** RFC 3339. */
  checked_at: string;
  checks: ({ id: CheckId; title: string } & Finding)[];
}

export function reportOf(facts: Facts): Report {
  const checks = Object.entries(CHECKS).map(([id, { title, judge }]) => ({
    id: id as CheckId,
    title,
    ...judge(facts),
  }));
  const has = (verdict: Verdict) => checks.some((check) => check.verdict === verdict);
  return {
    verdict: has("broken") ? "broken" : has("advice") ? "advice" : "sound",
    checked_at: new Date(facts.now).toISOString(),
    checks,
  };
}

/** The exit status of a command: 0 sound, 1 advice, 2 broken. */
export const EXIT_STATUS = { sound: 0, advice: 1, broken: 2 } as const;

/** As the verdicts are called, the worst first. */
const NAMES: { [Name in Verdict]: string } = {
  broken: "有问题",
  advice: "建议",
  not_checked: "这里没有检查",
  sound: "正常",
};

/** Lines for a terminal, the worst first. */
export function reportText({ checks }: Report): string {
  const verdicts = Object.keys(NAMES) as Verdict[];
  const of = (verdict: Verdict) => checks.filter((check) => check.verdict === verdict);
  const summary = verdicts
    .filter((verdict) => of(verdict).length > 0)
    .map((verdict) => `${NAMES[verdict]} ${of(verdict).length} 项`);
  const blocks = verdicts.flatMap((verdict) =>
    of(verdict).map(({ id, title, seen, means, todo }) =>
      [
        `[${NAMES[verdict]}] ${title}（${id}）：${seen}`,
        ...(verdict === "broken" || verdict === "advice"
          ? [`    含义：${means}`, `    怎么办：${todo}`]
          : []),
      ].join("\n"),
    ),
  );
  return [`体检结果：${summary.join("，")}`, ...blocks].join("\n");
}
