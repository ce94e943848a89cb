/**
 * What one person's last sign-ins came to.
 * @module
 */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo } from "preact/hooks";
import { ActionButton } from "../../components/action-button.tsx";
import type { Failure } from "../../service/result.ts";
import { failureWords } from "../../words/failures.ts";
import { Latest } from "../latest.ts";
import type { Person } from "../people/person.ts";
import type { Line } from "./line.ts";
import { LineList } from "./line-list.tsx";
import { findLines, personFilter } from "./query.ts";

const SIZE = 10;

export function PersonLines({ person }: { person: Person }) {
  const lines = useSignal<Line[] | null>(null);
  const failure = useSignal<Failure | null>(null);
  const more = useSignal(false);
  const questions = useMemo(() => new Latest(), []);
  async function load(page: number): Promise<void> {
    const isLatest = questions.begin();
    const result = await findLines(personFilter(person), page, SIZE);
    if (!isLatest()) return;
    failure.value = result.ok ? null : result.failure;
    if (!result.ok) return;
    lines.value = [...(page === 1 ? [] : (lines.peek() ?? [])), ...result.value];
    more.value = result.value.length === SIZE;
  }
  useLayoutEffect(() => void load(1), [person]);
  return (
    <section aria-labelledby="person-lines-title" class="person-lines">
      <h3 id="person-lines-title">最近的登录</h3>
      {failure.value && <p class="field-error">{failureWords(failure.value).title}</p>}
      {lines.value === null && !failure.value && <p class="muted">正在查找登录记录…</p>}
      {lines.value?.length === 0 && <p class="muted">日志所及的时间里没有此人的登录记录。</p>}
      {lines.value && lines.value.length > 0 && (
        <LineList lines={lines.value} names={null} labelledBy="person-lines-title" />
      )}
      {more.value && (
        <ActionButton
          label="更早的"
          busyLabel="正在查找…"
          action={() => load(Math.floor((lines.peek()?.length ?? 0) / SIZE) + 1)}
        />
      )}
    </section>
  );
}
