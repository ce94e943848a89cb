/**
 * A word about a state.
 * @module
 */
import type { ComponentChildren } from "preact";

export function Badge({
  tone,
  children,
}: {
  tone: "good" | "warn" | "bad" | "";
  children: ComponentChildren;
}) {
  return <span class={`badge ${tone}`}>{children}</span>;
}
