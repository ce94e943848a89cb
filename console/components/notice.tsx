/**
 * A place that says what went wrong, and stops saying it when it is over.
 * @module
 */
import { computed, signal } from "@preact/signals";
import { useCallback, useLayoutEffect } from "preact/hooks";
import type { Failure } from "../service/result.ts";
import { isAboutService, news } from "../service/news.ts";
import { failureWords, type Words } from "../words/failures.ts";
import { waitWords } from "../words/times.ts";
import { announce } from "./announcer.tsx";
import { useEverySecond } from "./every-second.ts";

interface Shown {
  words: Words;
  /** Unix time in milliseconds. */
  at: number;
  /** Unix time in milliseconds from which on it may be tried again; null where nobody said. */
  retryAt: number | null;
  /** Whether it is over as soon as the service answers again. */
  passing: boolean;
}

/** What a notice says at the moment. */
export class NoticeModel {
  readonly #shown = signal<Shown | null>(null);
  readonly #now = signal(0);
  /** What went wrong, while it does. */
  readonly shown = computed(() => (this.over.value === null ? this.#shown.value : null));
  /** That it is over, in words; null while it is not, or nothing was wrong. */
  readonly over = computed(() => {
    const [shown, latest] = [this.#shown.value, news.value];
    if (shown?.retryAt && shown.retryAt <= this.#now.value) return "现在可以重试了";
    const answers = latest !== null && latest.failure === null && latest.at > (shown?.at ?? 0);
    return shown?.passing && answers ? "服务已恢复，请再试一次" : null;
  });
  /** Milliseconds until it may be tried again; 0 where nothing stands against it. */
  readonly wait = computed(() => Math.max(0, (this.shown.value?.retryAt ?? 0) - this.#now.value));

  show(words: Words): void {
    this.#shown.value = { words, at: Date.now(), retryAt: null, passing: false };
  }

  showFailure(failure: Failure): void {
    const at = Date.now();
    const seconds = failure.kind === "refused" ? failure.retryAfter : null;
    const retryAt = seconds === null ? null : at + seconds * 1000;
    this.#now.value = at;
    this.#shown.value = { words: failureWords(failure), at, retryAt, passing: isAboutService(failure) };
  }

  clear(): void {
    this.#shown.value = null;
  }

  tick(): void {
    this.#now.value = Date.now();
  }
}

export function Notice({ model }: { model: NoticeModel }) {
  const shown = model.shown.value;
  const over = model.over.value;
  useEverySecond(useCallback(() => model.tick(), [model]));
  useLayoutEffect(() => {
    if (over !== null) announce(over);
  }, [over]);
  return (
    <div class="notice" data-tone={over === null ? "bad" : "good"}>
      <div role="alert">
        {shown && (
          <>
            <p class="notice-title">{shown.words.title}</p>
            {shown.words.detail && <p>{shown.words.detail}</p>}
            {/* As of the refusal: in an alert, every change is read out. */}
            {shown.retryAt && <p>{waitWords(shown.retryAt - shown.at, shown.at)}可以再试</p>}
          </>
        )}
      </div>
      {shown && <Reason words={shown.words} />}
      {over !== null && <p class="notice-title">{over}</p>}
    </div>
  );
}

/** For whoever is asked about it; the person before the page has no use for it. */
export function Reason({ words }: { words: Words }) {
  if (!words.reason) return null;
  return (
    <details class="notice-reason">
      <summary>详情</summary>
      <p>
        原因代码 <code>{words.reason}</code>
      </p>
    </details>
  );
}
