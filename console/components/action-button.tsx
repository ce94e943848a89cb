/**
 * A button whose action takes time.
 * @module
 */
import { type Signal, useSignal } from "@preact/signals";
import { Labels } from "./labels.tsx";

export interface ActionButtonProps {
  label: string;
  /** The button's words while the action runs. */
  busyLabel: string;
  action: () => Promise<void>;
  tone?: "primary" | "quiet" | "danger";
}

/**
 * Runs one action at a time. The button stays focusable meanwhile: `disabled` would throw a keyboard user's focus away.
 */
export async function runOnce(busy: Signal<boolean>, action: () => Promise<void>): Promise<void> {
  if (busy.peek()) return;
  busy.value = true;
  try {
    await action();
  } finally {
    busy.value = false;
  }
}

export function ActionButton({ label, busyLabel, action, tone }: ActionButtonProps) {
  const busy = useSignal(false);
  return (
    <button
      type="button"
      class={tone}
      aria-disabled={busy.value ? "true" : undefined}
      onClick={() => void runOnce(busy, action)}
    >
      <Labels all={[label, busyLabel]} shown={busy.value ? 1 : 0} />
    </button>
  );
}
