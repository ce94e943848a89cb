/**
 * The list of people on the screen: what is asked for, and what came.
 * @module
 */
import { batch, effect, signal } from "@preact/signals";
import type { Failure } from "../../service/result.ts";
import { Latest } from "../latest.ts";
import type { Person } from "./person.ts";
import { type Asked, countPeople, findAppids, findPeople } from "./query.ts";

export const PAGE_SIZE = 20;

export const EVERYBODY: Asked = {
  text: "",
  status: "",
  source: "",
  from: "",
  until: "",
  sort: "-@rowid",
};

export const asked = signal<Asked & { page: number }>({ ...EVERYBODY, page: 1 });
/** What is on the screen, which may still be the last question's; null until the first page has come. */
export const shown = signal<{ people: Person[]; page: number } | null>(null);
/** Null while nobody has counted. */
export const total = signal<number | null>(null);
export const failure = signal<Failure | null>(null);
export const loading = signal(false);
/** The mini-programs through which somebody came. */
export const appids = signal<string[]>([]);

const questions = new Latest();
let counted = "";

/** Whether nothing narrows the list. */
export const isEverybody = (question: Asked): boolean =>
  Object.entries(EVERYBODY).every(
    ([name, value]) => name === "sort" || question[name as keyof Asked] === value,
  );

/** Changes what is asked for; a new question begins on its first page. */
export function askFor(change: Partial<Asked & { page: number }>): void {
  asked.value = { ...asked.peek(), page: 1, ...change };
}

/** Loads the list now, and whenever something else is asked for. @returns what ends that */
export function watchList(): () => void {
  void findAppids().then((result) => {
    if (result.ok) appids.value = result.value;
  });
  return effect(() => void load(asked.value));
}

/** The same once more, after something was changed. */
export function reload(): void {
  counted = "";
  void load(asked.peek());
}

/** Once more what could not be loaded. */
export function retry(): void {
  if (failure.peek()) reload();
}

export function forgetList(): void {
  questions.begin();
  counted = "";
  batch(() => {
    asked.value = { ...EVERYBODY, page: 1 };
    shown.value = total.value = failure.value = null;
    loading.value = false;
  });
}

async function load({ page, ...question }: Asked & { page: number }): Promise<void> {
  const isLatest = questions.begin();
  loading.value = true;
  const result = await findPeople(question, page, PAGE_SIZE);
  if (!isLatest()) return;
  batch(() => {
    loading.value = false;
    failure.value = result.ok ? null : result.failure;
    if (result.ok) shown.value = { people: result.value, page };
  });
  if (result.ok) await count(question, isLatest);
}

/** Behind the page, which does not wait for it; another page of the same question is not counted anew. */
async function count(question: Asked, isLatest: () => boolean): Promise<void> {
  const key = JSON.stringify({ ...question, sort: "" });
  if (key === counted) return;
  counted = "";
  total.value = null;
  const result = await countPeople(question);
  if (!isLatest() || !result.ok) return;
  counted = key;
  total.value = result.value;
}
