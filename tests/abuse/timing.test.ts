import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { rowOf } from "../../src/domain/expiring-table.ts";
import { ownService } from "../support/scenarios.ts";
import { nativeLogin } from "../support/native-routes.ts";
import { cheapPasswords } from "../support/passwords.ts";

/**
 * Time itself is not asserted: it is equal because the work is. PocketBase compares a password with bcrypt against
 * the named record's hash, or, for a name that nobody has, against the hash of whichever record it finds first.
 */
describe("the time of an answer does not tell", () => {
  const service = ownService();

  const hashOf = async (id: string) => {
    const [row] = await service().admin.sql<{ password: string }>(
      `SELECT password FROM tbl_auth_users WHERE id = '${id}'`,
    );
    return row?.password ?? "";
  };

  test("whether the hash belongs to a WeChat user: it is a bcrypt text of the same cost, and no two are alike", async () => {
    const [wechat, another, platform] = [
      await hashOf((await service().wechatUser()).id),
      await hashOf((await service().wechatUser()).id),
      await hashOf((await service().platformUser()).id),
    ];
    // Go's bcrypt refuses any other form before it starts to compute.
    for (const hash of [wechat, another, platform]) expect(hash).toMatch(/^\$2a\$10\$[./A-Za-z0-9]{53}$/);
    expect(new Set([wechat, another, platform].map((hash) => hash.slice(7))).size).toBe(3);
  });

  test("whether it does after an operator has chosen another cost", async () => {
    await cheapPasswords(service());
    const [wechat, platform] = [await service().wechatUser(), await service().platformUser()];
    expect((await hashOf(wechat.id)).slice(0, 7)).toBe("$2a$04$");
    expect((await hashOf(platform.id)).slice(0, 7)).toBe("$2a$04$");
  });
});

describe("PocketBase's password route does not tell whether a name exists", () => {
  const service = ownService();

  test("by its answers, up to the lock and behind it", async () => {
    await cheapPasswords(service());
    const { openid } = await service().platformUser();
    const answers = async (identity: string) => {
      const seen = [];
      for (let attempt = 0; attempt < 8; attempt++) {
        const { status, body, retryAfter } = await nativeLogin(service(), identity, "wrong-password");
        seen.push({ status, body, retryAfter: retryAfter !== null });
      }
      return seen;
    };
    const known = await answers(`${openid}@manage.local`);
    expect(known.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 429, 429, 429]);
    expect(await answers("nobody@manage.local")).toEqual(known);
    expect(await answers(openid)).toEqual(known);
  });

  test("by pushing a real account's count out of memory with made-up names", async () => {
    await cheapPasswords(service());
    const { id, openid, password } = await service().platformUser();
    const email = `${openid}@manage.local`;
    for (let attempt = 0; attempt < 6; attempt++) await nativeLogin(service(), email, "wrong-password");
    for (const name of namesOfRow(rowOf(digest(id)), 9)) await nativeLogin(service(), name, "wrong-password");
    expect((await nativeLogin(service(), email, password)).status).toBe(429);
  });
});

const digest = (text: string) => createHash("sha256").update(text).digest("hex");

/** Names that are counted in this row of the table, as many as push everything else out of it. */
function namesOfRow(row: number, count: number): string[] {
  const names: string[] = [];
  for (let i = 0; names.length < count; i++) {
    const name = `made-up-${i}@manage.local`;
    if (rowOf(digest(name)) === row) names.push(name);
  }
  return names;
}
