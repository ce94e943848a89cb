/**
 * A JSON body as the contract reads it.
 * @module
 */
import { IS_0_40 } from "../../support/pocketbase-version.ts";
import { bodySchema } from "./schemas.ts";

export interface ReadBody {
  isObject: boolean;
  /** The fields that break the schema, sorted; without any, the one that names the record of another field again. */
  violations: string[];
  /** The fields that a rule told in words, not in the schema, may refuse. */
  refusable: string[];
  /** Whether it may hold a number past what a double takes, which a JSON parser may refuse (RFC 8259, section 6). */
  hasHugeNumber: boolean;
  /** Whether it may nest deeper than a JSON parser takes (RFC 8259, section 9). */
  isDeep: boolean;
}

/** Half a surrogate pair, or what stands for bytes that are no UTF-8. */
const DAMAGED = /[\ufffd\p{Cs}]/u;
const HUGE_NUMBER = /\d{309}|[eE]\+?\d{3}/;
/** Levels that the parser of PocketBase's engine takes from 0.40 on. */
const DEEPEST = 10_000;
/** What bcrypt takes. */
const PASSWORD_BYTES = 72;

/** @param bytes null or empty for a request without a body, which counts as an object without fields */
export function readBody(operation: string, bytes: Uint8Array | null): ReadBody {
  const text = bytes === null || bytes.length === 0 ? "{}" : decoded(bytes);
  const body = parsedObject(text);
  return {
    isObject: body !== null,
    violations: body === null ? [] : violationsOf(operation, body),
    refusable: body === null ? [] : refusableFields(body),
    hasHugeNumber: HUGE_NUMBER.test(text),
    isDeep: IS_0_40 && text.split(/[[{]/).length > DEEPEST,
  };
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

function parsedObject(text: string): { [field: string]: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as { [field: string]: unknown }) : null;
  } catch {
    return null;
  }
}

function violationsOf(operation: string, body: { [field: string]: unknown }): string[] {
  const violations = bodySchema(operation)?.violations(body) ?? [];
  const isJoinedToItself = operation === "joinUsers" && body.survivor_id === body.absorbed_id;
  return violations.length === 0 && isJoinedToItself ? ["absorbed_id"] : violations;
}

function refusableFields(body: { [field: string]: unknown }): string[] {
  const { password, passwordConfirm } = body;
  const damaged = Object.entries(body)
    .filter(([, value]) => typeof value === "string" && DAMAGED.test(value))
    .map(([field]) => field);
  const badPassword =
    typeof password === "string" &&
    (new TextEncoder().encode(password).length > PASSWORD_BYTES || password.includes("\0"));
  return [
    ...damaged,
    ...(badPassword ? ["password"] : []),
    ...(password === passwordConfirm ? [] : ["passwordConfirm"]),
    // Which addresses are good ones is tested where it is decided.
    "users_picture",
  ];
}
