/**
 * JSON as text: every value that a field may be sent, fitting or not.
 * @module
 */
import fc from "fast-check";
import { OWN_PICKS } from "./own-things.ts";
import type { FieldSchema } from "./schemas.ts";
import { acceptedText, anyText, boundaryTexts } from "./texts.ts";

/**
 * Values that only exist while a service runs, chosen by name and looked up when the request is sent. One that leads
 * further than the others is named more than once.
 */
export const PICKS = {
  users_wx_code: [
    "login code, new user",
    "login code, known user",
    "login code, own",
    "login code, used",
    "phone code, new",
  ],
  users_phone_code: [
    "phone code, new",
    "phone code, new",
    "phone code, new",
    "phone code, taken",
    "phone code, used",
    "login code, new user",
  ],
  users_phone: [
    "phone of a platform account",
    "phone of a platform account",
    "phone of a WeChat user",
    "new phone",
  ],
  password: ["password of a platform account", "password of a platform account", "wrong password"],
  password_old: ["password of a platform account", "password of a platform account", "wrong password"],
  passwordConfirm: ["same as password"],
  users_picture: ["web picture"],
  company_id: ["company"],
  ...OWN_PICKS,
} as const;

export type Pick = (typeof PICKS)[keyof typeof PICKS][number];

/** A JSON value as text, or a value to be looked up. */
export type Value = { json: string } | { pick: Pick };

const json = (text: string): Value => ({ json: text });
const escaped = (text: string) =>
  `"${[...text].map((c) => [...Array(c.length).keys()].map((i) => unit(c.charCodeAt(i))).join("")).join("")}"`;
const unit = (code: number) => `\\u${code.toString(16).padStart(4, "0")}`;

/** A text as JSON, plain or with every character escaped. */
const jsonText = (text: fc.Arbitrary<string>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 5, arbitrary: text.map((t) => JSON.stringify(t)) }, text.map(escaped)).map(json);

const NUMBERS = [
  "0",
  "-0",
  "1e400",
  "-1e400",
  "1e-400",
  "9007199254740993",
  "0.1",
  "13800138000",
  `1${"0".repeat(400)}`,
  `0.${"3".repeat(2000)}`,
];

/** `[[[…]]]` or `{"a":{"a":…}}`, as deep as 64 KiB of it allow. */
const nested: fc.Arbitrary<string> = fc
  .record({
    depth: fc.constantFrom(1, 50, 999, 1001, 9_999, 10_001, 30_000),
    object: fc.boolean(),
  })
  .map(({ depth, object }) => {
    const [open, close] = object ? ['{"":', "}"] : ["[", "]"];
    const levels = Math.min(depth, Math.floor(60_000 / (open.length + close.length)));
    return `${open.repeat(levels)}0${close.repeat(levels)}`;
  });

/** Any JSON value at all. */
export const anyJson: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("null", "true", "false", "[]", "{}", "[null]", '{"length":9}', '{"toString":null}'),
  fc.constantFrom(...NUMBERS),
  fc.json({ maxDepth: 3 }),
  nested,
);

/** Mostly yes: no means that nothing is to happen. */
const TRUTH_VALUE = fc.constantFrom("true", "true", "true", "false").map(json);

/** A value that the field's rules accept, those made of the service's own state included. */
export function fittingValue(name: string, field: FieldSchema): fc.Arbitrary<Value> {
  const isTruthValue = [field.type].flat().includes("boolean");
  const accepted = isTruthValue ? TRUTH_VALUE : jsonText(acceptedText(field));
  const picks = Object.hasOwn(PICKS, name) ? PICKS[name as keyof typeof PICKS] : [];
  const weighted = [{ weight: 2, arbitrary: accepted }];
  if (picks.length > 0) weighted.push({ weight: 9, arbitrary: fc.constantFrom(...picks).map(pickOf) });
  if ([field.type].flat().includes("null"))
    weighted.push({ weight: 1, arbitrary: fc.constant(json("null")) });
  return fc.oneof(...weighted);
}

const pickOf = (pick: Pick): Value => ({ pick });

/** A value that may break the field's rules: another type, a length past its bound, odd characters. */
export function oddValue(field: FieldSchema): fc.Arbitrary<Value> {
  return fc.oneof(anyJson.map(json), jsonText(anyText), jsonText(fc.constantFrom(...boundaryTexts(field))));
}
