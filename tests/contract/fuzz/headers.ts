/**
 * The two headers that matter: what a request says it carries, and whom it says it comes from.
 * @module
 */
import fc from "fast-check";

/** What HTTP allows inside a header (RFC 9110, section 5.5): visible ASCII, space, tab, and bytes above. */
const headerText = (maxLength: number) =>
  fc
    .array(fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0x80, max: 0xff })), {
      maxLength,
    })
    .map((codes) => String.fromCharCode(...codes));

const WRONG_TYPES = [
  "",
  "text/plain",
  "text/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  "multipart/form-data; boundary=fuzz-boundary-7f3a",
  "application/jsonp",
  "application/vnd.api+json",
  "application",
  "application/",
  "/json",
  ";application/json",
  "application/json, text/plain",
  "application / json",
  "*/*",
];

const ODD_JSON_TYPES = [
  "application/json; charset=utf-8",
  "application/json;charset=UTF-16",
  "APPLICATION/JSON",
  "Application/Json ; a=b; c",
  "application/json;",
];

/** A Content-Type; null sends none. */
export const oddContentType: fc.Arbitrary<string | null> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ODD_JSON_TYPES) },
  { weight: 4, arbitrary: fc.constantFrom(...WRONG_TYPES) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: headerText(40) },
);

/** Whose token a request carries. Only the first three are good for everything. */
export const HOLDERS = [
  "newcomer",
  "WeChat user",
  "platform user",
  "disabled user",
  "impersonated user",
  "deleted user",
  "superuser",
] as const;
export type Holder = (typeof HOLDERS)[number];

/** What was done to a token on its way. */
export type Tampering =
  | { kind: "character"; at: number; by: string }
  | { kind: "signature dropped" }
  | { kind: "unsigned" }
  | { kind: "signed by"; key: string }
  | { kind: "claims of"; other: Holder };

export type Authorization =
  | { kind: "none" }
  | { kind: "text"; value: string }
  | { kind: "token"; scheme: string; holder: Holder; tampering: Tampering | null };

const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".split("");

const tampering: fc.Arbitrary<Tampering> = fc.oneof(
  fc.record({
    kind: fc.constant("character" as const),
    at: fc.nat(400),
    by: fc.constantFrom(...BASE64URL, ".", "=", "\u00e9"),
  }),
  fc.constantFrom<Tampering>(
    { kind: "signature dropped" },
    { kind: "unsigned" },
    { kind: "signed by", key: "" },
    { kind: "signed by", key: "secret" },
  ),
  fc.constantFrom(...HOLDERS).map((other): Tampering => ({ kind: "claims of", other })),
);

/** Claims and header of a token are JSON of a known shape; here they are any. */
const garbageJwt = fc
  .tuple(
    fc.oneof(fc.constant('{"alg":"HS256","typ":"JWT"}'), fc.constant('{"alg":"none"}'), fc.json()),
    fc.oneof(
      fc.constantFrom(
        "{}",
        "null",
        '{"id":{},"type":"auth","collectionId":[]}',
        '{"id":"","type":"auth","collectionId":"","exp":1e400}',
        '{"id":"a","type":"auth","collectionId":"_superusers","exp":99999999999}',
        '{"type":7}',
      ),
      fc.json(),
    ),
    fc.uint8Array({ maxLength: 40 }),
  )
  .map((parts) => parts.map((segment) => Buffer.from(segment).toString("base64url")).join("."));

const FIXED = [
  "",
  "Bearer",
  "Bearer ",
  "bearer",
  "Basic dXNlcjpwYXNz",
  "Bearer null",
  "..",
  "Bearer a.b.c",
  "a.b",
];

/** PocketBase's prefix may be left out, and its case does not matter. */
const SCHEMES = ["Bearer ", "", "bearer ", "BEARER "];

/** Go refuses headers past 1 MiB itself, before any route: the longest stays well below. */
const longText = fc.constantFrom(2_000, 20_000, 100_000).map((length) => "a".repeat(length));

const SOUND: Holder[] = ["newcomer", "WeChat user", "platform user"];

const token = (holders: readonly Holder[], altered: Tampering | null): fc.Arbitrary<Authorization> =>
  fc.record({
    kind: fc.constant("token" as const),
    scheme: fc.constantFrom(...SCHEMES),
    holder: fc.constantFrom(...holders),
    tampering: fc.constant(altered),
  });

/** A token that is good for every operation. */
export const soundToken: fc.Arbitrary<Authorization> = token(SOUND, null);

export const superuserToken: fc.Arbitrary<Authorization> = token(["superuser"], null);

export const noAuthorization: fc.Arbitrary<Authorization> = fc.constant({ kind: "none" });

const text = (value: fc.Arbitrary<string>): fc.Arbitrary<Authorization> =>
  fc.tuple(fc.constantFrom("", "Bearer "), value).map(([scheme, v]) => ({ kind: "text", value: scheme + v }));

export const oddAuthorization: fc.Arbitrary<Authorization> = fc.oneof(
  { weight: 4, arbitrary: token(HOLDERS, null) },
  { weight: 4, arbitrary: tampering.chain((altered) => token(HOLDERS, altered)) },
  { weight: 3, arbitrary: text(garbageJwt) },
  { weight: 1, arbitrary: text(fc.constantFrom(...FIXED)) },
  { weight: 1, arbitrary: text(headerText(60)) },
  { weight: 1, arbitrary: text(longText) },
  { weight: 1, arbitrary: noAuthorization },
);
