import { beforeAll, describe, expect, test } from "vitest";
import { document, operations, type Operation } from "../support/contract.ts";
import { IS_0_40 } from "../support/pocketbase-version.ts";
import { ownService } from "../support/scenarios.ts";
import { registration, type Service } from "../support/service.ts";
import { cheapPasswords } from "../support/passwords.ts";

/** The fields of every operation that takes JSON, as the contract declares them. */
const fields = Object.entries(operations).flatMap(([id, operation]) =>
  Object.entries(jsonProperties(operation)).map(([field, { type }]): [string, string, unknown] => [
    id,
    field,
    type,
  ]),
);
const texts = fields.filter(([, , type]) => type !== "boolean");
const switches = fields.filter(([, , type]) => type === "boolean");

/** Those whose words are counted out. */
const CHOICES = ["users_type", "phone_conflict"];

function jsonProperties(operation: Operation): { [field: string]: { type?: unknown } } {
  const ref = operation.requestBody?.content["application/json"]?.schema.$ref;
  return document.components.schemas[ref?.split("/").pop() ?? ""]?.properties ?? {};
}

/** A body that passes, so that only what a test puts in can be refused. */
const passing = {
  ...registration(),
  users_wx_code: "a-code",
  users_phone_code: "a-code",
  password_old: "a-password",
  survivor_id: "a-record",
  absorbed_id: "another-record",
  ticket: "a-ticket",
  secret: "a-secret",
  approve: true,
};

describe("a field", () => {
  const service = ownService();

  test("is found for every operation with a JSON body", () => {
    expect(new Set(fields.map(([id]) => id))).toEqual(
      new Set([
        "refreshToken",
        "wechatLogin",
        "wechatProfile",
        "platformRegister",
        "platformLogin",
        "changePassword",
        "resetPassword",
        "linkWechat",
        "unlinkWechat",
        "closeAccount",
        "joinUsers",
        "scanStatus",
        "scanLogin",
        "scanOpen",
        "scanConfirm",
      ]),
    );
  });

  const NO_TEXTS: unknown[] = [{ $gt: "" }, { toString: "x" }, ["x"], [], 1, 1e308, true, false];

  /** Where only a token lets anybody in. */
  async function tokenFor(operation: string): Promise<string | undefined> {
    const [scheme, ...others] = operations[operation]?.security ?? [];
    if (!scheme || others.length > 0) return undefined;
    return "superuserAuth" in scheme ? service().admin.token() : (await service().wechatUser()).token;
  }

  test.each(switches)("of %s, %s, takes nothing but true and false", async (operation, field) => {
    const token = await tokenFor(operation);
    for (const value of ["true", "", 1, 0, {}, [], null]) {
      const body = { ...passing, [field]: value };
      const answer = await service().call(operation, { body, ...(token !== undefined && { token }) });
      expect([value, answer.status, answer.reason]).toEqual([value, 400, "validation_failed"]);
      expect(Object.keys(answer.body.data.fields)).toEqual([field]);
    }
  });

  test.each(texts)("of %s, %s, takes no other type than text", async (operation, field) => {
    const token = await tokenFor(operation);
    const users = await service().admin.countUsers();
    service().sandbox.clearRequests();
    for (const value of NO_TEXTS) {
      const body = { ...passing, [field]: value };
      const answer = await service().call(operation, { body, ...(token !== undefined && { token }) });
      expect([value, answer.status, answer.reason]).toEqual([value, 400, "validation_failed"]);
      expect(answer.body.data.fields[field]).toContain("必须是文本");
      expect(Object.keys(answer.body.data.fields)).toEqual([field]);
    }
    expect(service().sandbox.requests()).toEqual([]);
    expect(await service().admin.countUsers()).toBe(users);
  });

  test.each(texts)("of %s, %s, has a limit of length", async (operation, field) => {
    const token = await tokenFor(operation);
    const body = { ...passing, [field]: "x".repeat(60_000) };
    const answer = await service().call(operation, { body, ...(token !== undefined && { token }) });
    expect([answer.status, answer.reason]).toEqual([400, "validation_failed"]);
    expect(answer.body.data.fields[field]).toMatch(CHOICES.includes(field) ? /只能是/ : /最多 \d+ 个字符/);
  });
});

describe("a body", () => {
  const service = ownService();
  beforeAll(() => cheapPasswords(service()));

  const text = (values: { [field: string]: unknown } = {}) => JSON.stringify(registration(values));
  const withMore = (more: string, values = {}) => text(values).replace(/\}$/, `,${more}}`);
  const register = (body: unknown) => service().call("platformRegister", { body });

  async function registersNobody(service: Service, body: unknown) {
    const users = await service.admin.countUsers();
    const { status, reason, body: answer } = await service.call("platformRegister", { body });
    expect(await service.admin.countUsers()).toBe(users);
    return { status, reason, fields: Object.keys(answer.data.fields ?? {}).sort() };
  }

  const NOT_JSON: { [what: string]: string | Uint8Array } = {
    "with something behind it": `${text()}x`,
    "of two objects": `${text()}${text()}`,
    "with a comment": withMore('"x":1/**/'),
    "with a trailing comma": text().replace(/\}$/, ",}"),
    "in single quotes": "{'users_name':'x'}",
    "with a bare key": "{users_name:1}",
    "with NaN": withMore('"x":NaN'),
    "with a number past all doubles": withMore('"x":1e999'),
    "with a raw line break in a text": text({ users_name: "AB" }).replace("AB", "A\nB"),
    "with a raw NUL": text({ users_name: "AB" }).replace("AB", "A\0B"),
    "with a byte order mark": `\ufeff${text()}`,
    "in UTF-16": new Uint8Array(Buffer.from(text(), "utf16le")),
    "as a form": "users_name=x&users_phone=13800138000",
    "as XML": "<users_name>x</users_name>",
    "of opening brackets alone": "[".repeat(60_000),
  };

  test.each(Object.entries(NOT_JSON))("%s is no JSON object", async (_, body) => {
    expect(await registersNobody(service(), body)).toEqual({
      status: 400,
      reason: "invalid_json",
      fields: [],
    });
  });

  test("that is not UTF-8 is refused at the field that it damaged", async () => {
    const bytes = Buffer.from(text({ users_name: "AB" }).replace("AB", "A\u00ffB"), "latin1");
    expect(await registersNobody(service(), new Uint8Array(bytes))).toEqual({
      status: 400,
      reason: "validation_failed",
      fields: ["users_name"],
    });
  });

  test("whose fields stand in a prototype has no fields", async () => {
    for (const key of ["__proto__", "constructor", "prototype"]) {
      const { fields } = await registersNobody(service(), `{"${key}":${text()}}`);
      expect(fields).toEqual(["password", "passwordConfirm", "users_name", "users_phone", "users_picture"]);
    }
  });

  test("with prototypes, depth, or keys that clash is read without them", async () => {
    // From 0.40 on, PocketBase's engine reads no JSON that is deeper than 10,000 levels.
    const DEEPEST = IS_0_40 ? 9_998 : 20_000;
    const extras = [
      '"__proto__":{"users_type":"游客","users_level":"9","isAdmin":true}',
      '"__proto__":null',
      '"constructor":{"prototype":{"users_level":"9"}}',
      '"hasOwnProperty":1,"toString":1,"valueOf":1',
      `"deep":${"[".repeat(DEEPEST)}${"]".repeat(DEEPEST)}`,
      `"deep":${'{"a":'.repeat(8_000)}1${"}".repeat(8_000)}`,
      '"":1,"\\u0000":1,"users_name\\u0000":1," users_name":1,"USERS_NAME":1',
      '"big":123456789012345678901234567890,"small":1e-400,"minus":-0',
    ];
    for (const extra of extras) {
      const { status, body } = await register(withMore(extra));
      expect([extra.slice(0, 60), status]).toEqual([extra.slice(0, 60), 200]);
      expect(body.meta.data.user).toMatchObject({
        users_type: "注册用户",
        users_level: "",
        users_name: "测试用户",
      });
    }
    // Nothing of it stays in the runtimes that answer the next requests.
    for (let i = 0; i < 20; i++)
      expect((await register("{}")).body.data.fields).not.toHaveProperty("users_type");
  });

  test("with a key twice means the last one", async () => {
    const { body } = await register(withMore('"users_name":"后者"', { users_name: "前者" }));
    expect(body.record.users_name).toBe("后者");
  });

  test("with escapes means what they stand for", async () => {
    const escaped = text({ users_name: "NAME" }).replace("NAME", '\\u5c0f\\u660e\\ud83d\\ude00\\"\\\\\\/');
    expect((await register(escaped)).body.record.users_name).toBe('小明😀"\\/');
  });
});
