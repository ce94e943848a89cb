import { describe, expect, test } from "vitest";
import { atOnce, POOLS, tally } from "../support/at-once.ts";
import { ownService } from "../support/scenarios.ts";
import type { Answer } from "../support/service.ts";
import {
  arrive,
  forgetIdentities,
  identitiesOf,
  notices,
  openidOf,
  TWO_APPS,
  unionidOf,
  visit,
} from "./support.ts";

const statuses = (answers: Answer[]) =>
  tally(answers.map(({ status, reason, body }) => reason ?? body.meta?.data.status ?? String(status)));
const users = (answers: Answer[]) => [...new Set(answers.map(({ body }) => String(body.record.id)))];

describe.each(POOLS)("50 sign-ins at once, %s,", (_title, pool) => {
  const started = ownService({ ...TWO_APPS, ...pool });

  test("of one new person through two mini-programs make one user with both accounts", async () => {
    const service = started();
    const before = await service.admin.countUsers();
    const answers = await atOnce(50, (n) => visit(service, { user: "twin", unionid: "uTwin", app: n % 2 }));
    expect(statuses(answers)).toEqual({ register_success: 1, login_success: 49 });
    const [id = "", ...others] = users(answers);
    expect(others).toEqual([]);
    expect(await service.admin.countUsers()).toBe(before + 1);
    expect(await identitiesOf(service, id)).toEqual(
      [`${openidOf(service, "twin")}@0`, `${openidOf(service, "twin", 1)}@1`].sort(),
    );
    expect(await unionidOf(service, id)).toBe("uTwin");
  });

  test("of one new person in one mini-program, with and without a unionid, make one user", async () => {
    const service = started();
    const answers = await atOnce(50, (n) =>
      visit(service, { user: "single", ...(n % 2 === 1 && { unionid: "uSingle" }) }),
    );
    expect(statuses(answers)).toEqual({ register_success: 1, login_success: 49 });
    const [id = "", ...others] = users(answers);
    expect(others).toEqual([]);
    expect(await unionidOf(service, id)).toBe("uSingle");
  });

  test("of a user from before there were rows, with renewals among them, write one row", async () => {
    const service = started();
    const { id } = await arrive(service, { user: "veteran" });
    await forgetIdentities(service, id);
    const answers = await atOnce(50, (n) =>
      visit(service, { user: "veteran", unionid: "uVeteran" }, n % 2 ? "wechatLogin" : "refreshToken"),
    );
    expect(statuses(answers)).toEqual({ 200: 25, login_success: 25 });
    expect(await identitiesOf(service, id)).toEqual([`${openidOf(service, "veteran")}@0`]);
    expect(await unionidOf(service, id)).toBe("uVeteran");
  });

  test("of two accounts of one mini-program with one unionid make two users, one of whom has it", async () => {
    const service = started();
    const answers = await atOnce(50, (n) => visit(service, { user: `claimant-${n % 2}`, unionid: "uOne" }));
    expect(statuses(answers)).toEqual({ register_success: 2, login_success: 48 });
    const ids = users(answers);
    expect(ids).toHaveLength(2);
    expect((await Promise.all(ids.map((id) => unionidOf(service, id)))).sort()).toEqual(["", "uOne"]);
    for (const line of await notices(service)) expect(line).toMatchObject({ message: "identity_conflict" });
  });

  test("and the disabling of the user between them: afterwards nobody gets in, nobody was made", async () => {
    const service = started();
    const { id } = await arrive(service, { user: "banned", unionid: "uBanned" });
    const before = await service.admin.countUsers();
    const answers = atOnce(50, (n) => visit(service, { user: "banned", unionid: "uBanned", app: n % 2 }));
    await service.admin.updateUser(id, { users_status: -1 });
    for (const outcome of Object.keys(statuses(await answers)))
      expect(["login_success", "account_disabled"]).toContain(outcome);
    expect((await visit(service, { user: "banned", unionid: "uBanned", app: 1 })).reason).toBe(
      "account_disabled",
    );
    expect(await service.admin.countUsers()).toBe(before);
  });

  test("and the deletion of the user between them leave no row without its user", async () => {
    const service = started();
    const { id } = await arrive(service, { user: "deleted", unionid: "uDeleted" });
    const answers = atOnce(50, (n) => visit(service, { user: "deleted", unionid: "uDeleted", app: n % 2 }));
    await service.admin.request("DELETE", `/api/collections/tbl_auth_users/records/${id}`);
    for (const outcome of Object.keys(statuses(await answers)))
      expect(["login_success", "register_success"]).toContain(outcome);
    expect(
      await service.admin.sql(
        "SELECT * FROM tbl_auth_identities i WHERE NOT EXISTS (SELECT 1 FROM tbl_auth_users u WHERE u.id = i.user)",
      ),
    ).toEqual([]);
    // The deletion may have come last of all: whoever comes then is made anew.
    await visit(service, { user: "deleted", unionid: "uDeleted" });
    expect(await service.admin.users("users_unionid = 'uDeleted'")).toHaveLength(1);
  });
});
