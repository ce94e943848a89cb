/**
 * The sign-ins on the screen: what is asked for, and what came.
 * @module
 */
import { batch, effect, signal } from "@preact/signals";
import type { Failure } from "../../service/result.ts";
import { Latest } from "../latest.ts";
import type { Line } from "./line.ts";
import { type AskedLines, findLines, linesFilter, namesOf } from "./query.ts";

export const PAGE_SIZE = 50;

/** Those that did not succeed, to begin with. */
const FIRST = { result: "trouble", reason: "", operation: "", phone: "", page: 1 };

export const asked = signal<AskedLines & { page: number }>(FIRST);
/** What is on the screen, which may still be the last question's; null until the first page has come. */
export const shown = signal<{ lines: Line[]; names: Map<string, string>; page: number } | null>(null);
export const failure = signal<Failure | null>(null);
export const loading = signal(false);

const questions = new Latest();

/** Whether nobody has asked for anything else yet. */
export const isFirstQuestion = (question: typeof asked.value): boolean =>
  Object.entries(FIRST).every(([name, value]) => question[name as keyof typeof FIRST] === value);

/** Changes what is asked for; a new question begins on its first page. */
export function askFor(change: Partial<typeof asked.value>): void {
  asked.value = { ...asked.peek(), page: 1, ...change };
}

/** Loads the list now, and whenever something else is asked for. @returns what ends that */
export const watchList = (): (() => void) => effect(() => void load(asked.value));

/** The same once more. */
export const reload = (): Promise<void> => load(asked.peek());

/** Once more what could not be loaded. */
export function retry(): void {
  if (failure.peek()) void reload();
}

export function forgetList(): void {
  questions.begin();
  batch(() => {
    asked.value = FIRST;
    shown.value = failure.value = null;
    loading.value = false;
  });
}

async function load(question: typeof asked.value): Promise<void> {
  const isLatest = questions.begin();
  loading.value = true;
  const result = await findLines(linesFilter(question), question.page, PAGE_SIZE);
  const people = result.ok ? await namesOf(result.value.map(({ person }) => person)) : null;
  if (!isLatest()) return;
  batch(() => {
    loading.value = false;
    failure.value = result.ok ? null : result.failure;
    if (result.ok)
      shown.value = {
        lines: result.value,
        names: people?.ok ? people.value : new Map(),
        page: question.page,
      };
  });
}
