/**
 * Where one is at the desk. The address holds which view, and whose card; never what was searched for.
 * @module
 */
import { signal } from "@preact/signals";

export type View = "people" | "sign-ins" | "pictures" | "doctor";

export interface Place {
  view: View;
  /** The record id of whose card is open. */
  person: string | null;
}

export function placeOf(hash: string): Place {
  const [, view = "", person] = /^#\/([a-z-]+)(?:\/([a-z0-9]{15}))?$/.exec(hash) ?? [];
  if (view === "sign-ins" || view === "pictures" || view === "doctor") return { view, person: null };
  return { view: "people", person: person ?? null };
}

export const viewPath = (view: View) => `#/${view}`;
export const personPath = (id: string) => `#/people/${id}`;

export const place = signal<Place>(placeOf(location.hash));

export function watchPlace(): void {
  window.addEventListener("hashchange", () => (place.value = placeOf(location.hash)));
}
