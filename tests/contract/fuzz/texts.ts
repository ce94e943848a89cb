/**
 * Texts that programs stumble over, and texts whose length lies at a rule's bound.
 * @module
 */
import fc from "fast-check";
import { type FieldSchema, fits } from "./schemas.ts";

/** One character of each kind, by the trouble it makes. A length in the contract counts code points. */
const CHARACTERS = {
  ascii: ["a", "Z", "0", "~", "-", "/", '"', "\\", "<", "%", "'", "`", "$", "{"],
  chinese: ["明", "张", "〇", "。"],
  astral: ["😀", "𠮷", "𝒳", "🇨"],
  rightToLeft: ["א", "ع", "\u202e", "\u200f", "\u2067"],
  zeroWidth: ["\u200b", "\u200d", "\u2060", "\ufeff", "\ufe0f"],
  combining: ["e\u0301", "\u0e49", "\u1abe"],
  space: [" ", "\u00a0", "\u3000", "\u2028"],
  control: ["\u0000", "\t", "\n", "\r", "\u001b", "\u007f", "\u0085"],
  edge: ["\ufffd", "\uffff", "\u{10ffff}", "ß", "İ", "ﬀ"],
  // Halves of a surrogate pair: JSON can carry them, UTF-8 cannot.
  lone: ["\ud800", "\udfff", "\ud83d"],
};

const character = fc.oneof(...Object.values(CHARACTERS).map((kind) => fc.constantFrom(...kind)));

const NOTED = [
  "",
  " ",
  " 小明\u3000",
  "null",
  "undefined",
  "NaN",
  "true",
  "0",
  "[object Object]",
  "__proto__",
  "' OR 1=1 --",
  '"; DROP TABLE tbl_auth_users; --',
  "{{users_name}}",
  "${jndi:ldap://x}",
  "%00",
  "../../etc/passwd",
  "<script>alert(1)</script>",
  "http://",
  "https://a",
  "http://tmp/x.png",
  "wxfile://x",
  "javascript:alert(1)",
  "12345678901",
  "+8613800138000",
];

/** Any text: of odd characters, of one kind, of anything Unicode has, or a well-known trouble maker. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.array(character, { maxLength: 24 }).map((characters) => characters.join("")),
  fc.string({ unit: "grapheme", maxLength: 24 }),
  fc.string({ unit: "binary", maxLength: 24 }),
  fc.constantFrom(...NOTED),
);

/** Whole code points that fill a text of an exact length. */
const FILLERS = ["a", "7", "明", "😀", "ع", "\u200b", " ", "\u0000"];

/** Texts with a length at, just below, just above and far past each bound of a field. */
export function boundaryTexts({ minLength, maxLength }: FieldSchema, fillers = FILLERS): string[] {
  const bounds = [0, minLength ?? 0, maxLength ?? 64];
  const lengths = [...bounds.flatMap((bound) => [bound - 1, bound, bound + 1]), (maxLength ?? 64) * 4];
  return [...new Set(lengths)]
    .filter((length) => length >= 0)
    .flatMap((length) => fillers.map((filler) => filler.repeat(length)));
}

/** Texts that a field accepts, its bounds included. */
export function acceptedText(field: FieldSchema): fc.Arbitrary<string> {
  const accepts = fits(field);
  const choices = (field.enum ?? []).filter((value) => value !== null);
  if (choices.length > 0) return fc.constantFrom(...choices);
  const bounds = boundaryTexts(field).filter(accepts);
  const matching = textMatching(field).filter(accepts);
  return bounds.length === 0
    ? matching
    : fc.oneof({ weight: 3, arbitrary: matching }, { weight: 1, arbitrary: fc.constantFrom(...bounds) });
}

function textMatching({ pattern, maxLength = 64 }: FieldSchema): fc.Arbitrary<string> {
  if (pattern === undefined) return fc.oneof(anyText, fc.string({ minLength: 8, maxLength: 72 }));
  try {
    const matching = fc.stringMatching(new RegExp(pattern), { maxLength });
    // A pattern that lets nearly everything pass is met by odd texts as well, which its own generator never tries.
    return new RegExp(pattern).test("明") ? fc.oneof(matching, anyText) : matching;
  } catch (error) {
    // fast-check builds no look-ahead; such a pattern has to be loose enough for plain texts to pass it.
    if (!(error instanceof Error && /not implemented/.test(error.message))) throw error;
    return anyText;
  }
}
