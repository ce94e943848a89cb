import { describe, expect, test } from "vitest";
import { allLogRows } from "../../support/log-rows.ts";
import { ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import { type Call, freshPhone, type Service } from "../../support/service.ts";
import { guest, member, saveProfile, stored } from "../account/people.ts";

const MARK = /^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z$/;

/** A guest's call with a code for this number; the holder is handed on in a header that nobody reads. */
async function bring(service: Service, phone: string, holder: string, values: object = {}): Promise<Call> {
  const { id, token } = await guest(service);
  const users_phone_code = service.sandbox.mintPhoneCode({ phone }).code;
  const users_picture = "https://example.com/a.png";
  return {
    token,
    body: { users_name: "新人", users_phone_code, users_picture, ...values },
    headers: { "x-caller": id, "x-holder": holder, "x-phone": phone },
  };
}
const told = ({ headers }: Call) => ({
  caller: headers?.["x-caller"] ?? "",
  holder: headers?.["x-holder"] ?? "",
  phone: headers?.["x-phone"] ?? "",
});

const heldBy = (what: string, make: (service: Service) => Promise<Call>, holder: object): Scenario => ({
  name: `tells who has the phone, as far as the caller may know: ${what}`,
  call: make,
  status: 400,
  reason: "phone_taken",
  absent: ["测试用户", "小明"],
  after: async (service, { body }, call) => {
    expect(body).toEqual({
      code: 400,
      msg: "该手机号已被使用",
      data: { reason: "phone_taken", fields: { users_phone_code: "该手机号已被使用" }, holder },
    });
    expect(await stored(service, told(call).holder)).toMatchObject({ users_phone: told(call).phone });
    expect(await stored(service, told(call).caller)).toMatchObject({ users_phone: "", users_name: "" });
  },
});

const otherConflict = (value: unknown, message: string): Scenario => ({
  name: `refuses ${JSON.stringify(value)} for phone_conflict, before WeChat is asked`,
  call: (service) => bring(service, freshPhone(), "", { phone_conflict: value }),
  status: 400,
  reason: "validation_failed",
  fields: { phone_conflict: message },
  after: (service) => expect(service.sandbox.requests()).toEqual([]),
});

scenarios("wechatProfile", [
  heldBy(
    "somebody of the platform who proved nothing",
    async (service) => {
      const { id, phone } = await service.platformUser();
      return bring(service, phone, id);
    },
    { users_idtype: "ManagePlatform", users_name_masked: "测**", verified: false },
  ),
  heldBy(
    "a member of the mini-program",
    async (service) => {
      const { id, phone } = await member(service);
      return bring(service, phone, id);
    },
    { users_idtype: "WeChat", users_name_masked: "小*", verified: true },
  ),
  heldBy(
    "somebody whose name is one character",
    async (service) => {
      const { id, phone } = await service.platformUser({ users_name: "明" });
      return bring(service, phone, id);
    },
    { users_idtype: "ManagePlatform", users_name_masked: "*", verified: false },
  ),
  {
    name: "moves the phone, vouched for, to the caller who claims it, and empties the former holder's",
    call: async (service) => {
      const { id, phone } = await member(service);
      return bring(service, phone, id, { phone_conflict: "claim" });
    },
    status: 200,
    after: async (service, { body }, call) => {
      const { caller, holder, phone } = told(call);
      expect(body.data.user).toMatchObject({ pb_id: caller, users_phone: phone, users_phone_verified: true });
      expect(await stored(service, caller)).toMatchObject({
        users_phone: phone,
        users_phone_verified_at: expect.stringMatching(MARK),
      });
      expect(await stored(service, holder)).toMatchObject({
        users_phone: "",
        users_phone_verified_at: "",
        users_name: "小明",
        users_status: 0,
      });
    },
  },
  {
    name: "takes a claim for a phone that nobody has as if it were none",
    call: (service) => bring(service, freshPhone(), "", { phone_conflict: "claim" }),
    status: 200,
    body: { data: { user: { users_phone_verified: true } } },
  },
  {
    name: "claims by the same request, once refused, without asking WeChat again",
    call: async (service) => {
      const { id, phone } = await service.platformUser();
      const call = await bring(service, phone, id);
      expect((await service.call("wechatProfile", call)).reason).toBe("phone_taken");
      return { ...call, body: { ...(call.body as object), phone_conflict: "claim" } };
    },
    status: 200,
    after: async (service, _answer, call) => {
      expect(service.sandbox.requests()).toEqual([]);
      expect(await service.admin.users(`users_phone = "${told(call).phone}"`)).toMatchObject([
        { id: told(call).caller },
      ]);
    },
  },
  {
    name: "keeps a phone from a claim whose proof is older than the holder's",
    call: async (service) => {
      const phone = freshPhone();
      const call = await bring(service, phone, "", { phone_conflict: "claim" });
      expect((await service.call("wechatProfile", call)).status).toBe(200);
      const later = await guest(service);
      expect((await saveProfile(service, later.token, { phone, phone_conflict: "claim" })).status).toBe(200);
      return { ...call, headers: { ...call.headers, "x-holder": later.id } };
    },
    status: 400,
    reason: "phone_taken",
    after: async (service, _answer, call) =>
      expect(await stored(service, told(call).holder)).toMatchObject({ users_phone: told(call).phone }),
  },
  {
    name: "claims from a disabled holder, who stays disabled",
    call: async (service) => {
      const { id, phone } = await service.platformUser();
      await service.admin.updateUser(id, { users_status: -1 });
      return bring(service, phone, id, { phone_conflict: "claim" });
    },
    status: 200,
    after: async (service, _answer, call) =>
      expect(await stored(service, told(call).holder)).toMatchObject({ users_status: -1, users_phone: "" }),
  },
  otherConflict("CLAIM", "手机号冲突处理：只能是“claim”"),
  otherConflict("", "手机号冲突处理：只能是“claim”"),
  otherConflict(null, "手机号冲突处理：必须是文本"),
  otherConflict(true, "手机号冲突处理：必须是文本"),
]);

describe("the mark that WeChat vouched for a phone", () => {
  const started = ownService();
  const markOf = async (id: string) => (await stored(started(), id)).users_phone_verified_at;

  test.each([
    ["changes the phone", { users_phone: "13900000001" }, ""],
    ["empties the phone", { users_phone: "" }, ""],
    [
      "empties the phone and writes a mark",
      { users_phone: "", users_phone_verified_at: "2026-01-01 00:00:00.000Z" },
      "",
    ],
    ["changes something else", { users_level: "vip" }, expect.stringMatching(MARK)],
  ])("an operator who %s in the dashboard leaves it as it must be", async (_what, change, mark) => {
    const { id } = await member(started());
    await started().admin.updateUser(id, change);
    expect(await markOf(id)).toEqual(mark);
  });

  test("is renewed when the same phone is proved again", async () => {
    const service = started();
    const { id, token, phone } = await member(service);
    const before = String(await markOf(id));
    expect((await saveProfile(service, token, { phone })).status).toBe(200);
    expect(String(await markOf(id)) > before).toBe(true);
  });
});

describe("a claimed phone", () => {
  const HOOK = `onRecordUpdate((e) => {
    if (e.record.getString("users_level") === "kept" && e.record.getString("users_phone") === "")
      throw new ForbiddenError("该手机号由公司保留");
    e.next();
  }, "tbl_auth_users");`;
  const started = ownService({ hooks: { "operator.pb.js": HOOK } });

  test("stays where it is when an operator's hook refuses to let it go, in the hook's words", async () => {
    const service = started();
    const { id, phone } = await service.platformUser();
    await service.admin.updateUser(id, { users_level: "kept" });
    const call = await bring(service, phone, id, { phone_conflict: "claim" });
    const answer = await service.call("wechatProfile", call);
    expect(answer.body).toEqual({ code: 403, msg: "该手机号由公司保留", data: { reason: "refused" } });
    expect(await stored(service, id)).toMatchObject({ users_phone: phone });
    expect(await stored(service, told(call).caller)).toMatchObject({ users_name: "", users_phone: "" });
  });

  test("leaves one line in the log that names both records, and not the phone", async () => {
    const service = started();
    const { id, phone } = await service.platformUser();
    const call = await bring(service, phone, id, { phone_conflict: "claim" });
    expect((await service.call("wechatProfile", call)).status).toBe(200);
    const rows = (await allLogRows(service)).filter(({ message }) => message === "phone_claimed");
    expect(rows.map(({ data }) => data)).toEqual([{ record_id: told(call).caller, former_holder_id: id }]);
    expect(JSON.stringify(rows)).not.toContain(phone);
  });
});

describe("with PHONE_CLAIM off", () => {
  const started = ownService({ env: { PHONE_CLAIM: "off" } });

  test("a phone stays with its holder, claimed or not", async () => {
    const service = started();
    const { id, phone } = await service.platformUser();
    for (const values of [{}, { phone_conflict: "claim" }]) {
      const answer = await service.call("wechatProfile", await bring(service, phone, id, values));
      expect(answer.reason).toBe("phone_taken");
    }
    expect(await stored(service, id)).toMatchObject({ users_phone: phone });
  });
});
