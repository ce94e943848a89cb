/** Checks of what a person or a test asks the sandbox for. One set of rules serves methods and HTTP alike. */

/** Input that breaks a rule. `field` and `rule` are what the HTTP answer shows. */
export class InputError extends Error {
  override name = "InputError";
  readonly field: string;
  readonly rule: string;

  constructor(field: string, rule: string) {
    super(`${field}: ${rule}`);
    this.field = field;
    this.rule = rule;
  }
}

export type Fields = Record<string, unknown>;

/** The JSON object in a text, or null when it holds anything else. */
export function parseJsonObject(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** @throws {InputError} naming the first field that is not in `known` */
export function refuseUnknown(input: Fields, known: readonly string[]): void {
  for (const field of Object.keys(input)) {
    if (!known.includes(field)) throw new InputError(field, `unknown field; known are ${known.join(", ")}`);
  }
}

/** Text of 1 to `max` characters, or undefined when absent. */
export function optionalText(input: Fields, field: string, max: number): string | undefined {
  const value = input[field];
  if (value === undefined) return undefined;
  if (typeof value === "string" && value.length >= 1 && value.length <= max) return value;
  throw new InputError(field, `must be text of 1 to ${max} characters`);
}

/** Text of 1 to `max` characters. */
export function requiredText(input: Fields, field: string, max: number): string {
  const value = optionalText(input, field, max);
  if (value !== undefined) return value;
  throw new InputError(field, `must be text of 1 to ${max} characters`);
}

/** An integer from `min` to `max`; `fallback` when absent, or an error where there is none. */
export function integer(input: Fields, field: string, min: number, max: number, fallback?: number): number {
  const value = input[field] ?? fallback;
  if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new InputError(field, `must be an integer from ${min} to ${max}`);
}

/** One of a list of words. */
export function oneOf<Word extends string>(input: Fields, field: string, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === input[field]);
  if (word !== undefined) return word;
  throw new InputError(field, `must be one of ${words.join(", ")}`);
}

export function optionalBoolean(input: Fields, field: string): boolean | undefined {
  const value = input[field];
  if (value === undefined || typeof value === "boolean") return value;
  throw new InputError(field, "must be true or false");
}

export function optionalObject(input: Fields, field: string): Fields | undefined {
  const value = input[field];
  if (value === undefined || isObject(value)) return value;
  throw new InputError(field, "must be a JSON object");
}

export function optionalTextList(input: Fields, field: string): string[] | undefined {
  const value = input[field];
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item): item is string => typeof item === "string")) return value;
  throw new InputError(field, "must be a list of texts");
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
