import { describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import type { Answer, Call } from "../support/service.ts";
import { DISABLED, loginCode, type Person, profile, USERS, wechatPerson } from "./ways.ts";
import { POOLS } from "../support/at-once.ts";

const INVALID = { code: 401, msg: "登录已失效，请重新登录", data: { reason: "token_invalid" } };

describe.each(POOLS)("an account %s", (_title, pool) => {
  const started = ownService(pool);
  const disable = (person: Person) => started().admin.updateUser(person.id, { users_status: -1 });
  const remove = (person: Person) => started().admin.request("DELETE", `${USERS}/records/${person.id}`);

  /** Starts a call that WeChat keeps waiting, changes something meanwhile, and lets WeChat answer. */
  async function meanwhile(id: string, call: Call, change: () => Promise<unknown>): Promise<Answer> {
    const { sandbox } = started();
    sandbox.clearRequests();
    const endpoint = id === "wechatProfile" ? "getuserphonenumber" : "jscode2session";
    sandbox.setFault({ endpoint, kind: "hang", times: 1 });
    const answer = started().call(id, call);
    await sandbox.waitForRequest(({ fault }) => fault === "hang");
    await change();
    sandbox.releaseHanging();
    return answer;
  }

  test("that is disabled while WeChat looks at the phone code keeps its record as it was", async () => {
    const service = started();
    const person = await wechatPerson(service);
    const call = { token: person.token, body: profile(service) };
    const answer = await meanwhile("wechatProfile", call, () => disable(person));
    expect(answer.body).toEqual(DISABLED);
    expect(await service.admin.user(person.id)).toMatchObject({
      users_status: -1,
      users_name: "",
      users_phone: "",
      users_picture: "",
      users_type: "游客",
    });
  });

  test("that is deleted while WeChat looks at the phone code stays deleted", async () => {
    const service = started();
    const person = await wechatPerson(service);
    const count = await service.admin.countUsers();
    const call = { token: person.token, body: profile(service) };
    const answer = await meanwhile("wechatProfile", call, () => remove(person));
    expect(answer.body).toEqual(INVALID);
    expect(await service.admin.countUsers()).toBe(count - 1);
    expect(await service.admin.users(`id = "${person.id}"`)).toEqual([]);
  });

  test.each(["wechatLogin", "refreshToken"])("that is disabled during a %s gets no token", async (id) => {
    const service = started();
    const person = await wechatPerson(service);
    const answer = await meanwhile(id, loginCode(service, person), () => disable(person));
    expect(answer.body).toEqual(DISABLED);
  });

  test("that is deleted during a refresh by code is not known, and not made anew", async () => {
    const service = started();
    const person = await wechatPerson(service);
    const answer = await meanwhile("refreshToken", loginCode(service, person), () => remove(person));
    expect(answer.reason).toBe("user_not_found");
    expect(await service.admin.users(`openid = "${person.openid}"`)).toEqual([]);
  });
});
