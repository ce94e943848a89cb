/**
 * Two or more panels of which one shows (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/).
 * @module
 */
import { element, setAttributes } from "./dom.ts";

export interface Tab {
  id: string;
  label: string;
  content: HTMLElement;
}

const STEPS: { [key: string]: (index: number, count: number) => number } = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** @param label names the list for screen readers */
export function tabs(label: string, list: Tab[]): HTMLElement[] {
  const parts = list.map(({ id, label: text, content }) => ({
    tab: element(
      "button",
      { type: "button", role: "tab", id: `${id}-tab`, "aria-controls": `${id}-panel` },
      text,
    ),
    panel: element("div", { role: "tabpanel", id: `${id}-panel`, "aria-labelledby": `${id}-tab` }, content),
  }));
  const select = (selected: number) =>
    parts.forEach(({ tab, panel }, index) => {
      setAttributes(tab, {
        "aria-selected": String(index === selected),
        tabindex: index === selected ? null : -1,
      });
      panel.hidden = index !== selected;
    });
  parts.forEach(({ tab }, index) => {
    tab.addEventListener("click", () => select(index));
    tab.addEventListener("keydown", (event) => {
      const next = STEPS[event.key]?.(index, parts.length);
      if (next === undefined) return;
      event.preventDefault();
      select(next);
      parts[next]?.tab.focus();
    });
  });
  select(0);
  const bar = element(
    "div",
    { role: "tablist", class: "tabs", "aria-label": label },
    ...parts.map(({ tab }) => tab),
  );
  return [bar, ...parts.map(({ panel }) => panel)];
}
