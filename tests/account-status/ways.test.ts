import { beforeAll, describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import { resigned } from "../support/tokens.ts";
import { DISABLED, KINDS, type Person, profile, wechatPerson } from "./ways.ts";
import { atOnce, outcomeOf, POOLS, tally } from "../support/at-once.ts";
import { cheapPasswords, platformLogin } from "../support/passwords.ts";

describe.each(POOLS)("a disabled account %s", (_title, pool) => {
  const started = ownService(pool);
  const setStatus = (person: Person, users_status: number) =>
    started().admin.updateUser(person.id, { users_status });
  beforeAll(() => cheapPasswords(started()));

  describe.each(KINDS)("of a %s", (_kind, ways, make) => {
    test.each(Object.entries(ways))(
      "gets nothing from %s, at once, and everything once enabled",
      async (_, way) => {
        const service = started();
        const person = await make(service);
        expect((await way.go(service, person)).status).toBe(200);
        for (const status of [-1, -0.5, -999]) {
          await setStatus(person, status);
          const { status: code, body } = await way.go(service, person);
          expect({ code, body }).toEqual({
            code: way.refusal ? expect.any(Number) : 403,
            body: way.refusal ?? DISABLED,
          });
        }
        for (const status of [0, 1]) {
          await setStatus(person, status);
          expect((await way.go(service, person)).status).toBe(200);
        }
      },
    );
  });

  test("is not brought back by a token that was issued before, or one that cannot be renewed", async () => {
    const service = started();
    const person = await wechatPerson(service);
    const tokens = [
      (await service.wechatUser(person.user)).token,
      await service.admin.impersonate(person.id),
      await resigned(service, person.token, { refreshable: true }),
    ];
    await setStatus(person, -1);
    for (const token of tokens) {
      expect((await service.call("refreshToken", { token })).body).toEqual(DISABLED);
      expect((await service.call("wechatProfile", { token, body: profile(service) })).body).toEqual(DISABLED);
    }
  });

  test("costs no phone code and no call to WeChat", async () => {
    const service = started();
    const { token, ...person } = await wechatPerson(service);
    await setStatus({ ...person, token }, -1);
    const body = profile(service);
    service.sandbox.clearRequests();
    expect((await service.call("wechatProfile", { token, body })).body).toEqual(DISABLED);
    expect(service.sandbox.requests()).toEqual([]);
    const other = await service.wechatUser();
    expect((await service.call("wechatProfile", { token: other.token, body })).status).toBe(200);
  });

  test("is told so only to who knows the password, and wrong guesses count", async () => {
    const service = started();
    const person = { ...(await service.platformUser()), user: "" };
    await setStatus(person, -1);
    const guesses = await atOnce(10, () => platformLogin(service, person.phone, "wrong-password-1"));
    expect(tally(guesses.map(outcomeOf))).toEqual({ password_wrong: 5, too_many_attempts: 5 });
  });
});
