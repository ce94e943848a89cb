import { describe, expect, test } from "vitest";
import {
  codeOf,
  guest,
  identities,
  link,
  member,
  saveProfile,
  somebody,
  stored,
} from "../operations/account/people.ts";
import { atOnce, outcomeOf, POOLS, tally } from "../support/at-once.ts";
import { ownService } from "../support/scenarios.ts";
import { freshPhone, type Service } from "../support/service.ts";

/** What must hold of all records, whatever came at once. */
async function expectSound(service: Service, users: number): Promise<void> {
  const one = async (query: string) => Number((await service.admin.sql<{ n: number }>(query))[0]?.n);
  const bad = {
    cycles: await one(
      `SELECT count(*) AS n FROM tbl_auth_users a JOIN tbl_auth_users b ON a.users_merged_into = b.id
        WHERE b.users_merged_into != '' OR a.id = b.id`,
    ),
    halfGone: await one(
      `SELECT count(*) AS n FROM tbl_auth_users WHERE (users_status = -2) != (users_merged_into != '')
        OR (users_status = -2 AND users_phone != '')`,
    ),
    identitiesOfTheGone: await one(
      `SELECT count(*) AS n FROM tbl_auth_identities i JOIN tbl_auth_users u ON u.id = i.user
        WHERE u.users_status = -2`,
    ),
  };
  expect(bad).toEqual({ cycles: 0, halfGone: 0, identitiesOfTheGone: 0 });
  expect(await service.admin.countUsers()).toBe(users);
  expect((await service.call("usersCount")).body.data.total_users).toBe(users);
}

describe.each(POOLS)("linking when much comes at once %s", (_title, pool) => {
  const started = ownService({ ...pool, sandbox: { apps: 2 } });
  const callers = (count: number) => atOnce(count, () => started().platformUser());

  test("gives a free account to one of 50 callers", async () => {
    const service = started();
    const name = somebody();
    const users = await callers(50);
    const count = await service.admin.countUsers();
    const answers = await Promise.all(users.map(({ token }) => link(service, token, name)));
    expect(tally(answers.map(({ reason, body }) => reason ?? body.data.status))).toEqual({
      linked: 1,
      wechat_linked_elsewhere: 49,
    });
    await expectSound(service, count);
  });

  test("links two accounts of one mini-program to one caller once", async () => {
    const service = started();
    const { id, token } = await service.platformUser();
    const answers = await atOnce(50, () => link(service, token, somebody()));
    expect(tally(answers.map(({ reason, body }) => reason ?? body.data.status))).toEqual({
      linked: 1,
      wechat_slot_taken: 49,
    });
    expect(await identities(service, `user = '${id}'`)).toHaveLength(1);
  });

  test("lets one of 50 callers absorb a guest", async () => {
    const service = started();
    const absorbed = await guest(service);
    const users = await callers(50);
    const count = await service.admin.countUsers();
    const answers = await Promise.all(users.map(({ token }) => link(service, token, absorbed.name)));
    expect(tally(answers.map(({ reason, body }) => reason ?? body.data.status))).toEqual({
      merged: 1,
      wechat_linked_elsewhere: 49,
    });
    const winner = users[answers.findIndex(({ status }) => status === 200)];
    expect(await stored(service, absorbed.id)).toMatchObject({ users_merged_into: winner?.id });
    await expectSound(service, count);
  });

  test("makes no circle of users who absorb each other", async () => {
    const service = started();
    const pairs = await atOnce(20, async () => {
      const [one, two] = [await service.platformUser(), await service.platformUser()];
      const names = [somebody(), somebody()] as const;
      // Each has an account of a mini-program in which the other has none.
      await link(service, one.token, names[0]);
      await link(service, two.token, names[1], { inSecond: true });
      return { one, two, names };
    });
    const count = await service.admin.countUsers();
    const answers = await Promise.all(
      pairs.flatMap(({ one, two, names }) => [
        link(service, one.token, names[1], { inSecond: true, merge: true }),
        link(service, two.token, names[0], { merge: true }),
      ]),
    );
    const { merged, ...refused } = tally(answers.map(({ reason, body }) => reason ?? body.data.status));
    expect(merged).toBe(20);
    expect(
      Object.keys(refused).filter((reason) => !/^(account_disabled|token_invalid)$/.test(reason)),
    ).toEqual([]);
    await expectSound(service, count);
  });

  test("loses nothing when the absorbed user signs in, renews and is disabled meanwhile", async () => {
    const service = started();
    const people = await atOnce(12, async () => ({
      survivor: await service.platformUser(),
      absorbed: await guest(service),
    }));
    const count = await service.admin.countUsers();
    await Promise.all(
      people.flatMap(({ survivor, absorbed }, i) => [
        service.call("refreshToken", { token: absorbed.token }),
        service.call("wechatLogin", { body: { users_wx_code: codeOf(service, absorbed.name) } }),
        link(service, survivor.token, absorbed.name),
        i % 3 === 0
          ? service.admin.updateUser(absorbed.id, { users_status: -1 }).catch(() => {})
          : service.admin.updateUser(absorbed.id, { users_level: "vip" }),
        service.call("refreshToken", { body: { users_wx_code: codeOf(service, absorbed.name) } }),
      ]),
    );
    await expectSound(service, count);
    for (const { survivor, absorbed } of people) {
      const row = await stored(service, absorbed.id);
      if (row.users_status === -2) {
        expect(row.users_merged_into).toBe(survivor.id);
        expect((await service.call("refreshToken", { token: absorbed.token })).status).toBe(401);
        expect((await guest(service, absorbed.name)).id).toBe(survivor.id);
      } else {
        expect(row.users_status).toBe(-1);
        expect(await identities(service, `user = '${absorbed.id}'`)).toHaveLength(1);
      }
    }
  });

  test("gives a phone that 50 users claim to one holder, and leaves nobody with half of it", async () => {
    const service = started();
    const phone = freshPhone();
    await member(service, { phone });
    const users = await atOnce(50, () => guest(service));
    const answers = await Promise.all(
      users.map(({ token }) => saveProfile(service, token, { phone, phone_conflict: "claim" })),
    );
    // A claim that lost to a later proof is told that the phone is taken.
    const { 200: done = 0, phone_taken: late = 0 } = tally(answers.map(outcomeOf));
    expect(done).toBeGreaterThan(0);
    expect(done + late).toBe(50);
    expect(await service.admin.users(`users_phone = "${phone}"`)).toHaveLength(1);
    const half = "SELECT id FROM tbl_auth_users WHERE users_phone = '' AND users_phone_verified_at != ''";
    expect(await service.admin.sql(half)).toEqual([]);
  });
});

describe("a form of the dashboard that was opened before a merge", () => {
  const SLOW = `onRecordUpdateRequest((e) => {
    if (e.record.getString("users_level") === "slow") {
      e.app.store().set("form_is_open", true);
      for (let i = 0; i < 600 && !e.app.store().get("form_may_go_on"); i++) sleep(20);
    }
    e.next();
  }, "tbl_auth_users");
  routerAdd("GET", "/form", (e) => e.json(200, { open: $app.store().get("form_is_open") === true }));
  routerAdd("POST", "/form", (e) => { $app.store().set("form_may_go_on", true); return e.json(200, {}); });`;
  const started = ownService({ hooks: { "form.pb.js": SLOW } });
  const isOpen = async ({ url }: Service) =>
    ((await (await fetch(`${url}/form`)).json()) as { open: boolean }).open;

  test("does not bring the absorbed record back", async () => {
    const service = started();
    const [survivor, absorbed] = [await service.platformUser(), await guest(service)];
    const form = service.admin.updateUser(absorbed.id, { users_level: "slow", users_name: "改名" }).then(
      () => "saved",
      () => "refused",
    );
    await expect.poll(() => isOpen(service)).toBe(true);
    expect((await link(service, survivor.token, absorbed.name)).body.data.status).toBe("merged");
    await fetch(`${service.url}/form`, { method: "POST" });
    expect(await form).toBe("saved");
    expect(await stored(service, absorbed.id)).toMatchObject({
      users_status: -2,
      users_merged_into: survivor.id,
      users_phone: "",
    });
    expect((await service.call("refreshToken", { token: absorbed.token })).status).toBe(401);
  });
});
