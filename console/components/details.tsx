/**
 * Labels and their values.
 * @module
 */
import type { ComponentChildren } from "preact";

export interface Detail {
  label: string;
  value: ComponentChildren;
  /** Takes the whole row. */
  wide?: boolean;
}

export function Details({ rows }: { rows: Detail[] }) {
  return (
    <dl class="details">
      {rows.map(({ label, value, wide }) => (
        <div key={label} class={wide ? "wide" : undefined}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
