/**
 * Two or more panels of which one shows (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/).
 * @module
 */
import { useSignal } from "@preact/signals";
import { type ComponentChildren, Fragment } from "preact";

export interface Tab {
  id: string;
  label: string;
  content: ComponentChildren;
}

const STEPS: { [key: string]: (index: number, count: number) => number } = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** @param props.label names the list for screen readers */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  const selected = useSignal(0);
  function step(event: KeyboardEvent, index: number): void {
    const next = STEPS[event.key]?.(index, tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    selected.value = next;
    document.getElementById(`${tabs[next]?.id}-tab`)?.focus();
  }
  return (
    <Fragment>
      <div role="tablist" class="tabs" aria-label={label}>
        {tabs.map(({ id, label: text }, index) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${id}-tab`}
            aria-controls={`${id}-panel`}
            aria-selected={index === selected.value}
            tabIndex={index === selected.value ? undefined : -1}
            onClick={() => (selected.value = index)}
            onKeyDown={(event) => step(event, index)}
          >
            {text}
          </button>
        ))}
      </div>
      {tabs.map(({ id, content }, index) => (
        <div
          key={id}
          role="tabpanel"
          id={`${id}-panel`}
          aria-labelledby={`${id}-tab`}
          hidden={index !== selected.value}
        >
          {content}
        </div>
      ))}
    </Fragment>
  );
}
