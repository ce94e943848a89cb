/**
 * Request bodies: objects near what the contract declares, other JSON, and text that is no JSON.
 * @module
 */
import fc from "fast-check";
import { type BodySchema, bodySchema, mediaTypeOf } from "./schemas.ts";
import { anyText } from "./texts.ts";
import { oddUpload, pictureUpload, type Upload } from "./uploads.ts";
import { anyJson, fittingValue, oddValue, type Value } from "./values.ts";

/** The members of a JSON object in the order they are sent; a key may come twice. */
export type Members = [key: string, value: Value][];

export type Body =
  | { kind: "none" }
  | { kind: "object"; members: Members; size: number | null; broken: Damage | null }
  | { kind: "text"; text: string }
  | { kind: "bytes"; hex: string }
  | Upload;

/** One byte of the text overwritten: mostly no JSON any more, sometimes no UTF-8. */
export interface Damage {
  at: number;
  byte: number;
}

/** What a client has no business to send: names of columns, of JavaScript's own properties, and anything else. */
const FOREIGN_KEYS = [
  "id",
  "openid",
  "email",
  "emailVisibility",
  "verified",
  "tokenKey",
  "passwordHash",
  "users_status",
  "users_idtype",
  "users_rank_level",
  "users_avatar",
  "created",
  "collectionName",
  "users_phone+",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "",
];

const key = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...FOREIGN_KEYS) }, anyText);

const foreignMember: fc.Arbitrary<Members[number]> = fc.tuple(
  key,
  fc
    .oneof(
      anyJson,
      fc.constantFrom('"x"', "1", "-1", '{"users_wx_code":"a","users_phone":"13800138000","password":"p"}'),
    )
    .map((json): Value => ({ json })),
);

/** Members of an object; `care` 1 keeps every rule, 0 keeps none. */
function members({ fields, required }: BodySchema, care: number): fc.Arbitrary<Members> {
  const perField = Object.entries(fields).map(([name, field]) => {
    const one = (value: fc.Arbitrary<Value>) => value.map((v): Members => [[name, v]]);
    const fitting = one(fittingValue(name, field));
    const absent = fc.constant<Members>([]);
    const usual = required.includes(name) ? fitting : fc.oneof(fitting, absent);
    const odd = one(oddValue(field));
    const twice = fc
      .tuple(odd, fitting)
      .chain(([a, b]) => fc.constantFrom<Members>([...a, ...b], [...b, ...a]));
    const choices = care === 1 ? [] : [odd, absent, twice];
    return fc.oneof(
      { weight: Math.round(care * 20), arbitrary: usual },
      ...choices.map((arbitrary) => ({ weight: Math.round((1 - care) * 10) || 1, arbitrary })),
    );
  });
  const foreign = fc.oneof(
    { weight: 3, arbitrary: fc.constant<Members>([]) },
    fc.array(foreignMember, { minLength: 1, maxLength: 3 }),
  );
  return fc
    .tuple(fc.tuple(...perField), foreign, fc.boolean())
    .map(([own, others, first]) => (first ? [...others, ...own.flat()] : [...own.flat(), ...others]));
}

const damage: fc.Arbitrary<Damage | null> = fc.oneof(
  { weight: 19, arbitrary: fc.constant(null) },
  fc.record({ at: fc.nat(200), byte: fc.nat(255) }),
);

/** Bytes that the body is filled up to with white space: at and past the limit of 64 KiB. */
const size = fc.oneof(
  { weight: 30, arbitrary: fc.constant(null) },
  fc.constantFrom(65_535, 65_536, 65_537, 100_000),
);

/** An object that keeps every rule; what it may bring along is not declared, and so has to be ignored. */
const fittingObject = (schema: BodySchema): fc.Arbitrary<Body> =>
  fc.record({
    kind: fc.constant("object" as const),
    members: members(schema, 1),
    size: fc.constant(null),
    broken: fc.constant(null),
  });

const oddObject = (schema: BodySchema): fc.Arbitrary<Body> =>
  fc.record({
    kind: fc.constant("object" as const),
    members: fc.oneof({ weight: 5, arbitrary: members(schema, 0.9) }, members(schema, 0)),
    size,
    broken: damage,
  });

const NO_OBJECT = [
  "",
  " ",
  "{",
  "}",
  "[{}]",
  '{"a":1,}',
  "{'a':1}",
  "{a:1}",
  '{"a":NaN}',
  '{"a":01}',
  "{}{}",
  "{} //",
  '\ufeff{"a":1}',
  '{"a":"\u0001"}',
  '{"a":"\\x41"}',
  '{"a":"\\ud800',
  "users_wx_code=a",
];

const text: fc.Arbitrary<Body> = fc
  .oneof(fc.constantFrom(...NO_OBJECT), anyJson, anyText)
  .map((value) => ({ kind: "text", text: value }));

const bytes: fc.Arbitrary<Body> = fc
  .uint8Array({ maxLength: 64 })
  .map((value) => ({ kind: "bytes", hex: Buffer.from(value).toString("hex") }));

/** A schema to send where none is declared, so that such routes get real objects, too. */
const BORROWED = bodySchema("platformLogin");

function schemaFor(operation: string): BodySchema {
  const schema = bodySchema(operation) ?? BORROWED;
  if (!schema) throw new Error("platformLogin takes no JSON body any more: borrow another operation's");
  return schema;
}

const takesUpload = (operation: string) => mediaTypeOf(operation) === "multipart/form-data";

/** A body of the operation's own kind that keeps the rules of its schema. */
export function fittingBody(operation: string): fc.Arbitrary<Body> {
  return takesUpload(operation) ? pictureUpload : fittingObject(schemaFor(operation));
}

/** A body that may break any rule, mostly of the operation's own kind. */
export function oddBody(operation: string): fc.Arbitrary<Body> {
  return fc.oneof(
    { weight: takesUpload(operation) ? 1 : 16, arbitrary: oddObject(schemaFor(operation)) },
    { weight: takesUpload(operation) ? 16 : 1, arbitrary: oddUpload },
    { weight: 2, arbitrary: text },
    { weight: 1, arbitrary: bytes },
    { weight: 1, arbitrary: fc.constant<Body>({ kind: "none" }) },
  );
}
