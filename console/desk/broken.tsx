/**
 * Instead of a list that did not come, or above one that could not be renewed.
 * @module
 */
import type { Failure } from "../service/result.ts";
import { failureWords } from "../words/failures.ts";

export function Broken({ failure }: { failure: Failure | null }) {
  if (!failure) return null;
  const { title, detail = "没有取得新的内容。" } = failureWords(failure);
  return (
    <div class="notice" data-tone="bad" role="alert">
      <p class="notice-title">{title}</p>
      <p>{detail}</p>
    </div>
  );
}
