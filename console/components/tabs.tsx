/**
 * Two or more panels of which one shows (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/).
 * @module
 */
import type { Signal } from "@preact/signals";
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

interface TabsProps {
  /** Names the list for screen readers. */
  label: string;
  tabs: Tab[];
  /** The id of the one that shows. */
  selected: Signal<string>;
}

export function Tabs({ label, tabs, selected }: TabsProps) {
  function step(event: KeyboardEvent, index: number): void {
    const next = tabs[STEPS[event.key]?.(index, tabs.length) ?? -1];
    if (!next) return;
    event.preventDefault();
    selected.value = next.id;
    document.getElementById(`${next.id}-tab`)?.focus();
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
            aria-selected={id === selected.value}
            tabIndex={id === selected.value ? undefined : -1}
            onClick={() => (selected.value = id)}
            onKeyDown={(event) => step(event, index)}
          >
            {text}
          </button>
        ))}
      </div>
      {tabs.map(({ id, content }) => (
        <div
          key={id}
          role="tabpanel"
          id={`${id}-panel`}
          aria-labelledby={`${id}-tab`}
          hidden={id !== selected.value}
        >
          {content}
        </div>
      ))}
    </Fragment>
  );
}
