/**
 * Puts a text into the clipboard, and says whether that worked.
 * @module
 */
import { useSignal } from "@preact/signals";
import { announce } from "./announcer.tsx";
import { Labels } from "./labels.tsx";

const SHOWN_MS = 3000;

/** @param props.what names the text for screen readers, and when it was copied */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const state = useSignal(0);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      state.value = 1;
      announce(`${what}已复制`);
    } catch {
      // No clipboard without https, and a browser may refuse.
      state.value = 2;
      announce(`浏览器不允许复制，请手动选中${what}`);
    }
    window.setTimeout(() => (state.value = 0), SHOWN_MS);
  }
  return (
    <button type="button" class="copy" aria-label={`复制${what}`} onClick={() => void copy()}>
      <Labels all={["复制", "已复制", "未复制"]} shown={state.value} />
    </button>
  );
}
