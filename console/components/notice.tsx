/**
 * A place that says what went wrong: an alert with the service's words and reason, and a countdown for a 429.
 * @module
 */
import { signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useCallback } from "preact/hooks";
import type { Failure } from "../service/call.ts";
import { failureWords, type Words } from "../words/failures.ts";
import { announce } from "./announcer.tsx";
import { useEverySecond } from "./every-second.ts";

interface Shown {
  words: Words;
  /** Stands between the words and the reason. */
  more: ComponentChildren;
  /** Unix time in milliseconds from which on it may be tried again; null where nobody said. */
  retryAt: number | null;
}

/** What a notice says at the moment. */
export class NoticeModel {
  readonly shown = signal<Shown | null>(null);

  show(words: Words, more: ComponentChildren = null): void {
    this.shown.value = { words, more, retryAt: null };
  }

  showFailure(failure: Failure, more: ComponentChildren = null): void {
    const seconds = failure.kind === "refused" ? failure.retryAfter : null;
    const retryAt = seconds === null ? null : Date.now() + seconds * 1000;
    this.shown.value = { words: failureWords(failure), more, retryAt };
    if (seconds !== null) announce(`请在 ${seconds} 秒后重试`);
  }

  clear(): void {
    this.shown.value = null;
  }
}

export function Notice({ model }: { model: NoticeModel }) {
  const shown = model.shown.value;
  return (
    <div class="notice">
      <div role="alert">
        {shown && (
          <>
            <p class="notice-title">{shown.words.title}</p>
            {shown.words.detail && <p>{shown.words.detail}</p>}
            {shown.more}
            {shown.words.reason && (
              <p class="notice-reason">
                原因代码 <code>{shown.words.reason}</code>
              </p>
            )}
          </>
        )}
      </div>
      {/* Beside the alert, not in it: a number that changes each second must not be read out each second. */}
      {shown?.retryAt && <Countdown key={shown.retryAt} until={shown.retryAt} />}
    </div>
  );
}

function Countdown({ until }: { until: number }) {
  const left = useSignal(secondsUntil(until));
  useEverySecond(
    useCallback(() => {
      const before = left.peek();
      left.value = secondsUntil(until);
      if (before > 0 && left.peek() <= 0) announce("现在可以重试了");
    }, [until]),
  );
  return (
    <p role="timer" class="countdown">
      {left.value > 0 ? `请在 ${left.value} 秒后重试` : "现在可以重试了"}
    </p>
  );
}

const secondsUntil = (time: number) => Math.ceil((time - Date.now()) / 1000);
