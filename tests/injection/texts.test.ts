import { beforeAll, describe, expect, test } from "vitest";
import { IS_0_40 } from "../support/pocketbase-version.ts";
import { ownService } from "../support/scenarios.ts";
import { type Answer, freshPhone, registration } from "../support/service.ts";
import { cheapPasswords } from "../support/passwords.ts";
import { HARMLESS_AS_TEXT, REFUSED } from "./values.ts";
import { sendWith } from "../support/native-roles.ts";

/** The registration's free texts. */
const TEXTS = [
  "users_name",
  "users_id_number",
  "users_level",
  "users_parent_id",
  "users_promo_code",
  "usergroups_id",
];

const inAll = (value: string) => Object.fromEntries(TEXTS.map((field) => [field, value]));

describe("a hostile text", () => {
  const service = ownService();
  beforeAll(() => cheapPasswords(service()));

  /** The same for every answer, whatever was sent. */
  const HEADERS = [
    "content-type",
    ...(IS_0_40 ? ["cross-origin-opener-policy"] : []),
    "date",
    "vary",
    "x-content-type-options",
    "x-frame-options",
    "x-xss-protection",
  ];
  const headerNames = ({ headers }: Answer) =>
    [...headers.keys()].filter((name) => !["content-length", "transfer-encoding"].includes(name)).sort();

  const stored = async (id: string) =>
    (await service().admin.sql(`SELECT ${TEXTS.join()} FROM tbl_auth_users WHERE id = '${id}'`))[0];

  test.each(Object.entries(HARMLESS_AS_TEXT))(
    "%s, is stored and shown as the same text",
    async (_, value) => {
      const answer = await service().call("platformRegister", { body: registration(inAll(value)) });
      expect(answer.status).toBe(200);
      const { record, meta, token } = answer.body;
      expect(await stored(record.id)).toEqual(inAll(value));
      expect(record).toMatchObject(inAll(value));
      expect(meta.data.user).toMatchObject({
        ...inAll(value),
        users_status: 0,
        users_idtype: "ManagePlatform",
      });
      expect(headerNames(answer)).toEqual(HEADERS);
      const native = await sendWith(service(), token, {
        method: "GET",
        path: `/api/collections/tbl_auth_users/records/${record.id}`,
      });
      expect(JSON.parse(native.text)).toMatchObject(inAll(value));
    },
  );

  test.each(Object.entries(REFUSED))(
    "%s, is refused in every field, and nothing is stored",
    async (_, value) => {
      const users = await service().admin.countUsers();
      const answer = await service().call("platformRegister", {
        body: registration({
          ...inAll(value),
          company_id: value,
          users_picture: `https://example.com/${value}`,
        }),
      });
      expect([answer.status, answer.reason]).toEqual([400, "validation_failed"]);
      expect(Object.keys(answer.body.data.fields).sort()).toEqual(
        [...TEXTS, "company_id", "users_picture"].sort(),
      );
      expect(headerNames(answer)).toEqual(HEADERS);
      expect(await service().admin.countUsers()).toBe(users);
    },
  );

  test("is no company, and finds none", async () => {
    await service().admin.createCompany("C001", "公司");
    for (const value of [...Object.values(HARMLESS_AS_TEXT), "c001", "C001 ", "C00_", "C%"]) {
      const { status, reason } = await service().call("platformRegister", {
        body: registration({ company_id: value }),
      });
      expect([value, status, reason]).toEqual([value, 400, "company_not_found"]);
    }
  });

  test("as the name in a profile comes back as the same text, or changes nothing", async () => {
    const { id, token } = await service().wechatUser();
    const users_picture = "https://example.com/a.png";
    for (const value of Object.values(HARMLESS_AS_TEXT)) {
      const { code } = service().sandbox.mintPhoneCode({ phone: freshPhone() });
      const body = { users_name: value, users_phone_code: code, users_picture };
      const answer = await service().call("wechatProfile", { token, body });
      expect(answer.body.data.user.users_name).toBe(value);
      expect((await service().admin.user(id)).users_name).toBe(value);
    }
    const before = await service().admin.user(id);
    service().sandbox.clearRequests();
    for (const value of Object.values(REFUSED)) {
      const body = { users_name: value, users_phone_code: "unused", users_picture };
      const { status, body: refusal } = await service().call("wechatProfile", { token, body });
      expect([value, status, Object.keys(refusal.data.fields)]).toEqual([value, 400, ["users_name"]]);
    }
    expect(await service().admin.user(id)).toEqual(before);
    expect(service().sandbox.requests()).toEqual([]);
  });

  test("is no phone", async () => {
    const { phone } = await service().platformUser();
    const values = [...Object.values(HARMLESS_AS_TEXT), ...Object.values(REFUSED)];
    const around = [`${phone}' OR '1'='1`, `${phone}\0`, `%${phone}`, `${phone}\n`, "١٣٨٠٠١٣٨٠٠٠"];
    for (const users_phone of [...values, ...around, ...values.map((value) => phone + value)]) {
      for (const operation of ["platformLogin", "platformRegister"]) {
        const { status, reason, body } = await service().call(operation, {
          body: registration({ users_phone }),
        });
        expect([users_phone, status, reason]).toEqual([users_phone, 400, "validation_failed"]);
        expect(Object.keys(body.data.fields)).toEqual(["users_phone"]);
      }
    }
  });
});

describe("a hostile password", () => {
  const service = ownService();

  test.each(["' OR '1'='1' --", "  spaces around  ", "pass\tword\r\n8", "密码密码密码密码", "%s%00{{.}}\\"])(
    "%j signs in as it is, and no other does",
    async (password) => {
      const body = registration({ password, passwordConfirm: password });
      expect((await service().call("platformRegister", { body })).status).toBe(200);
      const login = (attempt: string) =>
        service().call("platformLogin", { body: { users_phone: body.users_phone, password: attempt } });
      const others = [`${password} `, password.trim(), `${password}\0`].filter((other) => other !== password);
      for (const attempt of others) expect((await login(attempt)).reason).toBe("password_wrong");
      expect((await login(password)).status).toBe(200);
    },
  );
});
