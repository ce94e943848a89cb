/**
 * Turns the generated validators' reports into Chinese messages by field.
 * @module
 */

/** The part of ajv's report that the messages need. */
export interface Violation {
  keyword: string;
  instancePath: string;
  params: { [name: string]: unknown };
}

/** A validator as generated from openapi.yaml. */
export interface Validator {
  /** @param context of a value within another one; made anew by each call that brings none */
  (value: unknown, context?: object): boolean;
  errors?: Violation[] | null;
}

export interface FieldWords {
  [field: string]: { title: string; pattern?: string };
}

const TYPE_NAMES: { [type: string]: string } = {
  string: "文本",
  number: "数字",
  integer: "整数",
  boolean: "布尔值",
  object: "对象",
  array: "数组",
};

function typeRule(type: unknown): string {
  const types = String(Array.isArray(type) ? type.join(",") : type).split(",");
  const named = types.filter((name) => name !== "null").map((name) => TYPE_NAMES[name] ?? name);
  return `必须是${named.join("或")}`;
}

function rule(violation: Violation, words: { pattern?: string }): string {
  const { keyword, params } = violation;
  switch (keyword) {
    case "required":
      return "不能为空";
    case "type":
      return typeRule(params.type);
    case "minLength":
      return params.limit === 1 ? "不能为空" : `至少 ${params.limit} 个字符`;
    case "maxLength":
      return `最多 ${params.limit} 个字符`;
    case "pattern":
      return words.pattern ?? "格式不正确";
    case "enum":
      return `只能是${(params.allowedValues as unknown[])
        .filter((value) => value !== null)
        .map((value) => `“${value}”`)
        .join("或")}`;
    default:
      return `不符合规则 ${keyword}`;
  }
}

/**
 * Field → “title：rule”. The first violation of each field wins, a missing or mistyped value before its details.
 * @param violations ajv's `errors`
 * @param words titles and pattern messages of the operation's fields
 */
export function fieldMessages(violations: Violation[], words: FieldWords): { [field: string]: string } {
  const messages: { [field: string]: string } = {};
  for (const violation of violations) {
    const field =
      violation.keyword === "required"
        ? String(violation.params.missingProperty)
        : (violation.instancePath.split("/")[1] ?? "");
    if (field === "" || Object.hasOwn(messages, field)) continue;
    const known = Object.hasOwn(words, field) ? words[field] : undefined;
    messages[field] = `${known?.title ?? field}：${rule(violation, known ?? {})}`;
  }
  return messages;
}

/** What stands in a decoded text for bytes that are no UTF-8, and for half a surrogate pair. */
export const REPLACEMENT_CHARACTER = "\ufffd";

/** Whether a text holds what was damaged before it came here: it would not come back as sent. */
export function isDamaged(value: unknown): boolean {
  return typeof value === "string" && value.includes(REPLACEMENT_CHARACTER);
}

/** Field → message, for the declared texts that are damaged. */
export function damagedFields(body: object, words: FieldWords): { [field: string]: string } {
  const values = body as { [field: string]: unknown };
  const damaged = Object.entries(words).filter(([field]) => isDamaged(values[field]));
  return Object.fromEntries(damaged.map(([field, { title }]) => [field, `${title}：包含无法识别的字符`]));
}
