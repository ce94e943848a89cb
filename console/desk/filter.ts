/**
 * PocketBase's filter syntax.
 * @module
 */
import PocketBase from "pocketbase";

const writer = new PocketBase("/");

/** An expression with `{:name}` in the place of values, which come out quoted. */
export function where(expression: string, values: { [name: string]: string | number | Date } = {}): string {
  return writer.filter(expression, values);
}

/** All of them; empty ones say nothing. */
export function all(...expressions: string[]): string {
  return expressions
    .filter((one) => one !== "")
    .map((one) => `(${one})`)
    .join(" && ");
}
