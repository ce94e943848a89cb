import { describe, expect, test } from "vitest";
import { guest, identities, member, saveProfile, signsInAs, stored } from "../operations/account/people.ts";
import { allLogRows } from "../support/log-rows.ts";
import { ownService } from "../support/scenarios.ts";
import type { Service } from "../support/service.ts";

const now = () => Math.floor(Date.now() / 1000);

type Push = Parameters<Service["sandbox"]["push"]>[0];

/** Has WeChat push an event. @returns what our service answered */
async function push(service: Service, input: Omit<Push, "url">): Promise<[number | null, string | null]> {
  const { status, answer } = await service.sandbox.push({ url: `${service.url}/api/wechat/push`, ...input });
  return [status, answer];
}

const SUCCESS = [200, "success"];

describe("the address for WeChat's pushes", () => {
  const started = ownService();

  test("echoes WeChat's text on a right signature", async () => {
    const { sandbox, url } = started();
    const verified = await sandbox.verifyPushUrl({ url: `${url}/api/wechat/push` });
    expect(verified).toMatchObject({ status: 200, verified: true });
  });

  test("answers a wrong or missing signature with 403, and does nothing", async () => {
    const service = started();
    const { id, name } = await member(service);
    const before = await stored(service, id);
    for (const signature of ["wrong", "missing"] as const) {
      const { status, verified } = await service.sandbox.verifyPushUrl({
        url: `${service.url}/api/wechat/push`,
        signature,
      });
      expect([status, verified]).toEqual([403, false]);
      const event = "user_authorization_cancellation";
      expect(await push(service, { event, user: name, signature })).toEqual([403, "refused"]);
    }
    expect(await stored(service, id)).toEqual(before);
  });

  test("refuses XML and encrypted pushes, and says in the log which mode to choose", async () => {
    const service = started();
    const { name } = await member(service);
    for (const mode of ["xml", "encrypted"] as const) {
      expect(await push(service, { event: "user_info_modified", user: name, mode })).toEqual([
        400,
        "refused",
      ]);
    }
    const causes = (await allLogRows(service)).flatMap(({ data }) =>
      data.cause ? [String(data.cause)] : [],
    );
    for (const mode of ["xml", "encrypted"]) {
      expect(causes).toContain(
        `push in ${mode} mode: choose plain mode (明文模式) and JSON where WeChat sends its pushes (消息推送)`,
      );
    }
  });
});

describe("without a token of its own", () => {
  const started = ownService({ env: { WECHAT_PUSH_TOKEN: "" } });

  test("there is no address for pushes", async () => {
    expect(await push(started(), { event: "user_info_modified", openid: "oAnybody" })).toEqual([
      404,
      "refused",
    ]);
  });
});

describe("a push about a person", () => {
  const started = ownService({ sandbox: { apps: 2 } });
  const person = { users_name: "小明", users_picture: "https://example.com/avatar/member.png" };

  test("who takes the phone back empties it with its mark, and nothing else", async () => {
    const service = started();
    const { id, name, phone } = await member(service);
    expect(await stored(service, id)).toMatchObject({ users_phone: phone });
    const event = "user_authorization_revoke";
    expect(await push(service, { event, user: name, revoke_info: "1,8,12" })).toEqual(SUCCESS);
    expect(await stored(service, id)).toMatchObject({
      ...person,
      users_phone: "",
      users_phone_verified_at: "",
      users_status: 0,
    });
  });

  test.each(["6", "19", "20"])(
    "who takes %s back loses name and picture, and nothing else",
    async (revoke_info) => {
      const service = started();
      const { id, name, phone } = await member(service);
      const event = "user_authorization_revoke";
      expect(await push(service, { event, user: name, revoke_info, blanks: true })).toEqual(SUCCESS);
      expect(await stored(service, id)).toMatchObject({
        users_name: "",
        users_picture: "",
        users_phone: phone,
      });
    },
  );

  test("who takes back what is not ours, or what only looks like it, keeps everything", async () => {
    const service = started();
    const { id, name } = await member(service);
    const before = await stored(service, id);
    for (const revoke_info of ["18", "1,2,3"]) {
      expect(await push(service, { event: "user_authorization_revoke", user: name, revoke_info })).toEqual(
        SUCCESS,
      );
    }
    expect(await stored(service, id)).toEqual(before);
  });

  test("who changed their data at WeChat loses name and picture", async () => {
    const service = started();
    const { id, name } = await member(service);
    expect(await push(service, { event: "user_info_modified", user: name })).toEqual(SUCCESS);
    expect(await stored(service, id)).toMatchObject({ users_name: "", users_picture: "" });
  });

  test("who leaves closes the account, once however often it is sent, and comes back as somebody new", async () => {
    const service = started();
    const { id, name, token } = await member(service);
    const event = "user_authorization_cancellation";
    expect(await push(service, { event, user: name })).toEqual(SUCCESS);
    expect(await stored(service, id)).toMatchObject({ users_status: -9, users_name: "", users_phone: "" });
    expect(await identities(service, `user = '${id}'`)).toEqual([]);
    expect((await service.call("refreshToken", { token })).reason).toBe("token_invalid");
    expect((await service.sandbox.replayPush()).answer).toBe("success");
    expect(await signsInAs(service, name)).not.toBe(id);
  });

  test("who left once does not lose the account that they opened since", async () => {
    const service = started();
    const { name } = await member(service);
    const event = "user_authorization_cancellation";
    const create_time = now() - 60;
    expect(await push(service, { event, user: name, create_time: now() })).toEqual(SUCCESS);
    const again = await guest(service, name);
    expect(await push(service, { event, user: name, create_time })).toEqual(SUCCESS);
    expect(await stored(service, again.id)).toMatchObject({ users_status: 0 });
    expect((await service.call("refreshToken", { token: again.token })).status).toBe(200);
  });

  test("does not take a phone that was given since", async () => {
    const service = started();
    const { id, name, token } = await member(service);
    const phone = "13900139000";
    expect((await saveProfile(service, token, { phone })).status).toBe(200);
    const revoke = { event: "user_authorization_revoke", user: name, revoke_info: "8" };
    expect(await push(service, { ...revoke, create_time: now() - 60 })).toEqual(SUCCESS);
    expect(await stored(service, id)).toMatchObject({ users_phone: phone });
  });

  test("whom nobody knows, of an app that nobody knows, or of another kind, is answered and changes nothing", async () => {
    const service = started();
    const { id, name } = await member(service);
    const before = await stored(service, id);
    expect(await push(service, { event: "user_info_modified", openid: "oNobodyHere" })).toEqual(SUCCESS);
    expect(await push(service, { event: "some_other_event", user: name })).toEqual(SUCCESS);
    expect(await stored(service, id)).toEqual(before);
  });
});

describe("an operator's hook that refuses", () => {
  const hooks = {
    "veto.pb.js": `
onRecordUpdate((e) => {
  if (e.record.getFloat("users_status") === -9) throw new BadRequestError("还有未完成的订单");
  e.next();
}, "tbl_auth_users");`,
  };
  const started = ownService({ hooks });

  test("is logged, WeChat gets its answer, and nothing is half done", async () => {
    const service = started();
    const { id, name } = await member(service);
    const before = await stored(service, id);
    expect(await push(service, { event: "user_authorization_cancellation", user: name })).toEqual(SUCCESS);
    expect(await stored(service, id)).toEqual(before);
    expect(await identities(service, `user = '${id}'`)).toHaveLength(1);
    const lines = (await allLogRows(service)).filter(({ message }) => message === "wechat push");
    expect(lines.map(({ data }) => [data.outcome, data.cause])).toEqual([
      ["refused", "close_refused: 还有未完成的订单"],
    ]);
  });
});
