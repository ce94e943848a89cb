/**
 * Says something to screen readers without moving the focus.
 * @module
 */
import { signal } from "@preact/signals";

/** Long enough to be read out; after that, whoever comes by must not find it as if it were new. */
const STALE_MS = 10_000;

/** A new object for each call, so that the same words are said again. */
const said = signal<{ text: string; turn: number }>({ text: "", turn: 0 });
let timer = 0;

export function announce(text: string): void {
  window.clearTimeout(timer);
  said.value = { text, turn: said.peek().turn + 1 };
  if (text !== "") timer = window.setTimeout(() => announce(""), STALE_MS);
}

/** The place from which it is said; once in a page. */
export function Announcer() {
  const { text, turn } = said.value;
  return (
    <p id="announcer" class="visually-hidden" role="status">
      <span key={turn}>{text}</span>
    </p>
  );
}
