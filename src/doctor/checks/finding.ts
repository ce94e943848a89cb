/**
 * What a check is, and what it finds.
 * @module
 */
import type { Facts, Known } from "../../domain/deployment.ts";

/** From good to bad; `not_checked` says nothing about either. */
export type Verdict = "sound" | "not_checked" | "advice" | "broken";

export interface Finding {
  verdict: Verdict;
  /** What was seen. */
  seen: string;
  /** What it means. */
  means: string;
  /** What to do; "" where nothing is to be done. */
  todo: string;
}

export interface Check {
  /** What it is called on the page. */
  title: string;
  judge(facts: Facts): Finding;
}

export function sound(seen: string, means: string): Finding {
  return { verdict: "sound", seen, means, todo: "" };
}

export function advice(seen: string, means: string, todo: string): Finding {
  return { verdict: "advice", seen, means, todo };
}

export function broken(seen: string, means: string, todo: string): Finding {
  return { verdict: "broken", seen, means, todo };
}

export function notChecked(why: string): Finding {
  return { verdict: "not_checked", seen: why, means: "这里没有检查，好坏都不能说明。", todo: "" };
}

/** Judges a fact that is known; says of any other why it is not. */
export function judged<T>(fact: Known<T>, judge: (value: T) => Finding): Finding {
  return "value" in fact ? judge(fact.value) : notChecked(fact.unknown);
}

/** `甲、乙、丙`; of many, the first ones and how many there are. */
export function listed(names: string[], most = 8): string {
  const shown = names.slice(0, most).join("、");
  return names.length > most ? `${shown} 等 ${names.length} 项` : shown;
}
