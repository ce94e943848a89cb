import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import type { Service } from "../support/service.ts";
import { atOnce, outcomeOf, POOLS, tally } from "../support/at-once.ts";
import { type NativeAnswer, native, nativeLogin } from "../support/native-routes.ts";
import { cheapPasswords, platformLogin } from "../support/passwords.ts";

interface Account {
  openid: string;
  phone: string;
  password: string;
}

const WRONG = "wrong-password-1";
const REFUSED = { status: 400, message: "Failed to authenticate.", data: {} };
const LOCKED = { status: 429, message: "密码错误次数过多，请稍后再试.", data: {} };
const NO_ENTRY = {
  status: 403,
  message: "The request doesn't satisfy the collection requirements to authenticate.",
  data: {},
};

const nameOf = ({ openid }: Account) => `${openid}@manage.local`;
const signIn = (service: Service, account: Account, password = account.password) =>
  nativeLogin(service, nameOf(account), password);

/** What PocketBase's own answer means in our words. */
function meaning({ status, body, retryAfter }: NativeAnswer): string {
  if (status === 200) return "200";
  expect(body).toEqual(status === 429 ? LOCKED : REFUSED);
  expect(retryAfter).toEqual(status === 429 ? expect.stringMatching(/^[1-9][0-9]*$/) : null);
  return status === 429 ? "too_many_attempts" : "password_wrong";
}

const guessNatively = async (service: Service, account: Account) =>
  meaning(await signIn(service, account, WRONG));
const guessHere = async (service: Service, { phone }: Account) =>
  outcomeOf(await platformLogin(service, phone, WRONG));

describe.each(POOLS)("PocketBase's own password route %s", (_title, pool) => {
  const started = ownService(pool);
  beforeAll(() => cheapPasswords(started()));

  test("signs in with the right password, and answers as PocketBase does", async () => {
    const account = await started().platformUser();
    const { status, body } = await signIn(started(), account);
    const own = `/api/collections/tbl_auth_users/records/${account.id}`;
    const { body: record } = await native(started(), "GET", own, { token: body.token });
    expect({ status, body }).toEqual({
      status: 200,
      body: { token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), record },
    });
    expect(record.email).toBe(nameOf(account));
    expect((await started().call("refreshToken", { token: body.token })).status).toBe(200);
  });

  test("takes PocketBase's query, such as the fields of the answer", async () => {
    const account = await started().platformUser();
    const path = "/api/collections/tbl_auth_users/auth-with-password?fields=record.id";
    const body = { identity: nameOf(account), password: account.password };
    expect((await native(started(), "POST", path, { body })).body).toEqual({ record: { id: account.id } });
  });

  test("answers 5 of 50 wrong guesses at once", async () => {
    const account = await started().platformUser();
    const outcomes = await atOnce(50, () => guessNatively(started(), account));
    expect(tally(outcomes)).toEqual({ password_wrong: 5, too_many_attempts: 45 });
    expect(meaning(await signIn(started(), account))).toBe("too_many_attempts");
  });

  test("counts together with ours: 5 of 50 guesses at once on both", async () => {
    const account = await started().platformUser();
    const outcomes = await atOnce(50, (i) => (i % 2 ? guessHere : guessNatively)(started(), account));
    expect(tally(outcomes)).toEqual({ password_wrong: 5, too_many_attempts: 45 });
    expect(meaning(await signIn(started(), account))).toBe("too_many_attempts");
    expect(outcomeOf(await platformLogin(started(), account.phone, account.password))).toBe(
      "too_many_attempts",
    );
  });

  test("a success on either route clears what was counted on the other", async () => {
    const account = await started().platformUser();
    const here = async () => outcomeOf(await platformLogin(started(), account.phone, account.password));
    const natively = async () => meaning(await signIn(started(), account));
    for (const [guess, succeed] of [
      [guessNatively, here],
      [guessHere, natively],
    ] as const) {
      expect(tally(await atOnce(5, () => guess(started(), account)))).toEqual({ password_wrong: 5 });
      expect(await succeed()).toBe("200");
    }
    expect(tally(await atOnce(5, () => guessHere(started(), account)))).toEqual({ password_wrong: 5 });
  });

  test("treats a name that nobody has as any other, so that guesses tell nothing about it", async () => {
    const nobody = { openid: `nobody-${Date.now()}`, phone: "", password: "" };
    const outcomes = await atOnce(50, () => guessNatively(started(), nobody));
    expect(tally(outcomes)).toEqual({ password_wrong: 5, too_many_attempts: 45 });
  });

  test("refuses a disabled user who knows the password, until they are enabled", async () => {
    const account = await started().platformUser();
    await started().admin.updateUser(account.id, { users_status: -1 });
    expect(await signIn(started(), account)).toEqual({ status: 403, retryAfter: null, body: NO_ENTRY });
    await started().admin.updateUser(account.id, { users_status: 0 });
    expect((await signIn(started(), account)).status).toBe(200);
  });

  test("refuses whom the operator's own authRule refuses", async () => {
    const account = await started().platformUser();
    const stock = "users_status >= 0";
    await started().admin.collection("tbl_auth_users", { authRule: `${stock} && users_level = 'member'` });
    expect(await signIn(started(), account)).toEqual({ status: 403, retryAfter: null, body: NO_ENTRY });
    await started().admin.updateUser(account.id, { users_level: "member" });
    expect((await signIn(started(), account)).status).toBe(200);
    await started().admin.collection("tbl_auth_users", { authRule: stock });
  });
});

describe("PocketBase's own password route under the operator's own window", () => {
  const started = ownService({
    env: { LOGIN_MAX_FAILURES: "1", LOGIN_FAILURE_WINDOW_SECONDS: "3" },
  });

  test("Retry-After is true for an account and for a name that nobody has", async () => {
    const account = await started().platformUser();
    for (const name of [nameOf(account), "nobody@manage.local"]) {
      const answers = await atOnce(2, () => nativeLogin(started(), name, WRONG));
      expect(answers.map(({ status }) => status).sort()).toEqual([400, 429]);
      const { retryAfter } = await nativeLogin(started(), name, WRONG);
      await sleep(Number(retryAfter) * 1000);
      expect((await nativeLogin(started(), name, WRONG)).status).toBe(400);
    }
  });

  test("leaves other collections alone: a superuser's wrong passwords are PocketBase's own matter", async () => {
    const path = "/api/collections/_superusers/auth-with-password";
    const body = { identity: "root@example.com", password: WRONG };
    const answers = await atOnce(3, () => native(started(), "POST", path, { body }));
    expect(answers.map(({ status }) => status)).toEqual(Array(3).fill(400));
  });
});
