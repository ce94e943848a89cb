import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import type { Service } from "../support/service.ts";
import { atOnce, outcomeOf, POOLS, tally } from "../support/at-once.ts";
import { cheapPasswords, platformLogin } from "../support/passwords.ts";

interface Account {
  phone: string;
  password: string;
}

const WRONG = "wrong-password-1";
const locked = (seconds: number) => ({
  code: 429,
  msg: "密码错误次数过多，请稍后再试",
  data: { reason: "too_many_attempts", retry_after: seconds },
});

const login = async (service: Service, { phone, password }: Account) =>
  outcomeOf(await platformLogin(service, phone, password));
const guess = (service: Service, { phone }: Account) => login(service, { phone, password: WRONG });

async function guesses(service: Service, account: Account, count: number): Promise<string[]> {
  const outcomes = [];
  for (let i = 0; i < count; i++) outcomes.push(await guess(service, account));
  return outcomes;
}

describe.each(POOLS)("wrong passwords %s", (_title, pool) => {
  const started = ownService(pool);
  beforeAll(() => cheapPasswords(started()));

  test("of 50 wrong guesses at once, 5 are answered and 45 refused, whoever comes after", async () => {
    for (let round = 0; round < 2; round++) {
      const account = await started().platformUser();
      const outcomes = await atOnce(50, () => guess(started(), account));
      expect(tally(outcomes)).toEqual({ password_wrong: 5, too_many_attempts: 45 });
      const { body, headers } = await platformLogin(started(), account.phone, account.password);
      const retryAfter = Number(headers.get("retry-after"));
      expect(body).toEqual(locked(retryAfter));
      expect(retryAfter).toBeGreaterThan(800);
      expect(retryAfter).toBeLessThanOrEqual(900);
    }
  });

  test("a right password among 49 wrong ones at once opens no more guesses than it would alone", async () => {
    for (const place of [0, 5, 25, 49]) {
      const account = await started().platformUser();
      const outcomes = await atOnce(50, (i) => (i === place ? login : guess)(started(), account));
      const right = outcomes.splice(place, 1)[0];
      const { password_wrong = 0, too_many_attempts = 0, ...others } = tally(outcomes);
      expect({ right, others }).toEqual({
        right: expect.stringMatching(/^(200|too_many_attempts)$/),
        others: {},
      });
      // A success clears the count, so that as many guesses may follow it as may come before.
      if (right === "200") expect(password_wrong).toBeLessThanOrEqual(10);
      else expect(password_wrong).toBe(5);
      expect(password_wrong + too_many_attempts).toBe(49);
    }
  });

  test("50 right passwords at once are 50 sign-ins", async () => {
    const account = await started().platformUser();
    expect(tally(await atOnce(50, () => login(started(), account)))).toEqual({ 200: 50 });
  });

  test.each([0, 1, 2, 3, 4, 5])(
    "after %i wrong guesses the right password signs in and clears",
    async (count) => {
      const account = await started().platformUser();
      expect(await guesses(started(), account, count)).toEqual(Array(count).fill("password_wrong"));
      expect(await login(started(), account)).toBe("200");
      expect(await guesses(started(), account, 5)).toEqual(Array(5).fill("password_wrong"));
      expect(await login(started(), account)).toBe("200");
    },
  );

  test("after 6 wrong guesses the right password is refused, and so is every other", async () => {
    const account = await started().platformUser();
    expect((await guesses(started(), account, 6)).at(-1)).toBe("too_many_attempts");
    expect(await login(started(), account)).toBe("too_many_attempts");
    expect(await guess(started(), account)).toBe("too_many_attempts");
  });

  test("a lock is of one account: another one signs in meanwhile", async () => {
    const [locked, other] = [await started().platformUser(), await started().platformUser()];
    await atOnce(6, () => guess(started(), locked));
    expect(await login(started(), other)).toBe("200");
    expect(await login(started(), locked)).toBe("too_many_attempts");
  });

  test("a new password does not end the lock", async () => {
    const account = await started().platformUser();
    await atOnce(6, () => guess(started(), account));
    const password = "brand-new-password-1";
    await started().admin.updateUser(account.id, { password, passwordConfirm: password });
    expect(await login(started(), { ...account, password })).toBe("too_many_attempts");
  });
});

describe.each(POOLS)("the operator's own limit and window %s", (_title, pool) => {
  const started = ownService({
    ...pool,
    env: { LOGIN_MAX_FAILURES: "2", LOGIN_FAILURE_WINDOW_SECONDS: "3" },
  });
  beforeAll(() => cheapPasswords(started()));

  test("Retry-After is true: when it is over, the account is open and has all its guesses again", async () => {
    const account = await started().platformUser();
    const outcomes = await atOnce(6, () => guess(started(), account));
    expect(tally(outcomes)).toEqual({ password_wrong: 2, too_many_attempts: 4 });
    const { headers } = await platformLogin(started(), account.phone, account.password);
    const retryAfter = Number(headers.get("retry-after"));
    expect([1, 2, 3]).toContain(retryAfter);
    await sleep(retryAfter * 1000);
    expect(tally(await atOnce(6, () => guess(started(), account)))).toEqual({
      password_wrong: 2,
      too_many_attempts: 4,
    });
  });

  test("guesses during the lock do not make it longer", async () => {
    const account = await started().platformUser();
    await atOnce(3, () => guess(started(), account));
    await expect
      .poll(() => guess(started(), account), { interval: 50, timeout: 10_000 })
      .toBe("password_wrong");
    expect(await login(started(), account)).toBe("200");
  });
});
