/**
 * Words of a button that change, in a place that holds the longest of them: nothing moves under the hand.
 * @module
 */
import type { ComponentChildren } from "preact";

/** @param props.shown the index of the one to be seen and read; the others only take their room */
export function Labels({ all, shown }: { all: ComponentChildren[]; shown: number }) {
  return (
    <span class="labels">
      {all.map((label, index) => (
        <span key={index} class={index === shown ? undefined : "reserved"}>
          {label}
        </span>
      ))}
    </span>
  );
}
