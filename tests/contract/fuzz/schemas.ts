/**
 * The requests as the contract declares them, with a verdict of our own on a body: compiled here, apart from the
 * validators that the service carries.
 * @module
 */
import { Ajv2020 } from "ajv/dist/2020.js";
import { operations, resolved, type Schema } from "../../support/contract.ts";

/** The rules of one field; the fields of the contract's requests are texts and truth values. */
export interface FieldSchema {
  type: string | string[];
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  /** Where another reason than `validation_failed` stands for a text that breaks the pattern. */
  "x-checked-pattern"?: string;
  enum?: (string | null)[];
}

export interface BodySchema {
  fields: { [name: string]: FieldSchema };
  required: string[];
  /** The fields that break a rule of the contract, sorted; empty for a body that fits. */
  violations(body: object): string[];
}

const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });

/** A field's rules in one object: what may be null as well is `anyOf` a schema and null. */
function rulesOf(schema: Schema): FieldSchema {
  const { anyOf: [named] = [], ...rules } = resolved(schema) as Schema & { anyOf?: Schema[] };
  if (!named) return rules as FieldSchema;
  const { type, enum: values } = rulesOf(named);
  return { type: [type, "null"].flat(), ...(values && { enum: [...values, null] }) };
}

/** What the request is checked for at once: an operation of its own reason looks at the rest. */
function checkedRules({ "x-checked-pattern": pattern, ...rules }: FieldSchema): FieldSchema {
  return pattern === undefined ? rules : { ...rules, pattern };
}

/** Whether a single value fits a field's rules. */
export function fits(field: FieldSchema): (value: unknown) => boolean {
  const validate = ajv.compile(field);
  return (value) => validate(value) === true;
}

/** Who may call: a user or a superuser with a token alone, a user with or without one, or whoever (no token is looked at). */
export function callerOf(operation: string): "bearer" | "superuser" | "optional" | "anyone" {
  const security = operations[operation]?.security ?? [];
  if (security.some((scheme) => "superuserAuth" in scheme)) return "superuser";
  const { length } = security;
  return length === 0 ? "anyone" : length === 1 ? "bearer" : "optional";
}

/** The media type of an operation's request body, or null where it takes none. */
export function mediaTypeOf(operation: string): string | null {
  return Object.keys(operations[operation]?.requestBody?.content ?? {})[0] ?? null;
}

/** The JSON body of an operation; null when it takes none, or another media type. */
export function bodySchema(operation: string): BodySchema | null {
  const json = operations[operation]?.requestBody?.content["application/json"]?.schema;
  if (!json) return null;
  const { properties = {}, required = [] } = resolved(json);
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, rulesOf(property)]),
  );
  const checked = Object.entries(fields).map(([name, rules]) => [name, checkedRules(rules)]);
  const validate = ajv.compile({ type: "object", properties: Object.fromEntries(checked), required });
  return {
    fields,
    required,
    violations(body) {
      if (validate(body)) return [];
      const names = (validate.errors ?? []).map(({ keyword, instancePath, params }) =>
        String(keyword === "required" ? params.missingProperty : instancePath.split("/")[1]),
      );
      return [...new Set(names)].toSorted();
    },
  };
}
