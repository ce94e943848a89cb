/**
 * The latest check-up of the service, and how one is asked for.
 * @module
 */
import { batch, signal } from "@preact/signals";
import type { components } from "../../../src/generated/api.d.ts";
import { announce } from "../../components/announcer.tsx";
import { doctor } from "../../service/operations.ts";
import { pocketbase } from "../../service/pocketbase.ts";
import type { Failure } from "../../service/result.ts";
import { failureWords } from "../../words/failures.ts";
import { Latest } from "../latest.ts";
import { signOut } from "../session.ts";

export type CheckUp = components["schemas"]["DoctorData"];
export type Check = components["schemas"]["DoctorCheck"];

/** Null until the first one has come. */
export const checkUp = signal<CheckUp | null>(null);
export const failure = signal<Failure | null>(null);
export const loading = signal(false);

const questions = new Latest();

export async function examine(): Promise<void> {
  const isLatest = questions.begin();
  loading.value = true;
  const result = await doctor(pocketbase.authStore.token);
  if (!isLatest()) return;
  batch(() => {
    loading.value = false;
    failure.value = result.ok ? null : result.failure;
    if (result.ok) checkUp.value = result.value;
  });
  if (result.ok) announce(`检查完成：${countWords(result.value)}`);
  else if (result.failure.kind === "refused" && result.failure.status === 401)
    signOut(failureWords(result.failure));
}

/** Once more what could not be loaded. */
export function retryCheckUp(): void {
  if (failure.peek()) void examine();
}

export function forgetCheckUp(): void {
  questions.begin();
  batch(() => {
    checkUp.value = failure.value = null;
    loading.value = false;
  });
}

/** As the verdicts are called, the worst first, and the colour that goes with each. */
export const VERDICTS: {
  [Verdict in Check["verdict"]]: { label: string; tone: "bad" | "warn" | "good" | "" };
} = {
  broken: { label: "有问题", tone: "bad" },
  advice: { label: "建议", tone: "warn" },
  not_checked: { label: "没有检查", tone: "" },
  sound: { label: "正常", tone: "good" },
};

export const ofVerdict = ({ checks }: CheckUp, verdict: Check["verdict"]): Check[] =>
  checks.filter((check) => check.verdict === verdict);

/** `有问题 1 项，正常 23 项` */
export function countWords(report: CheckUp): string {
  return Object.entries(VERDICTS)
    .map(([verdict, { label }]) => ({ label, count: ofVerdict(report, verdict as Check["verdict"]).length }))
    .filter(({ count }) => count > 0)
    .map(({ label, count }) => `${label} ${count} 项`)
    .join("，");
}

/** All that is wrong, for a message to whoever can mend it. */
export function troubleText(report: CheckUp): string {
  return (["broken", "advice"] as const)
    .flatMap((verdict) => ofVerdict(report, verdict))
    .map(
      ({ id, title, verdict, seen, means, todo }) =>
        `[${VERDICTS[verdict].label}] ${title}（${id}）：${seen}\n含义：${means}\n怎么办：${todo}`,
    )
    .join("\n\n");
}
