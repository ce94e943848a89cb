import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test, vi } from "vitest";

/**
 * The two moments of a password check at which another runtime may step in, each at will: over HTTP they are met by
 * chance alone. PocketBase's store stands here as a map whose changes can be followed by something else.
 */
const store = new Map<string, unknown>();
let afterChange: (() => void) | null = null;

vi.stubGlobal("$app", {
  store: () => ({
    get: (key: string) => store.get(key) ?? null,
    setFunc: (key: string, change: (value: unknown) => unknown) => {
      store.set(key, change(store.get(key) ?? null));
      const next = afterChange;
      afterChange = null;
      next?.();
    },
  }),
});
vi.stubGlobal("$os", { getenv: () => "" });
vi.stubGlobal("$security", { sha256: (text: string) => createHash("sha256").update(text).digest("hex") });

// By name: a static import would have the compiler look for PocketBase's globals here.
const { checkPassword } = await vi.importActual<{
  checkPassword(account: string, matches: () => boolean): boolean;
}>("../../src/abuse/password-attempts.ts");

const wrong = () => checkPassword("account", () => false);
const outcome = (check: () => boolean): string => {
  try {
    return check() ? "signed in" : "wrong";
  } catch (error) {
    return (error as { reason?: string }).reason ?? String(error);
  }
};
const failures = (count: number) => Array.from({ length: count }, () => outcome(wrong));

beforeEach(() => {
  store.clear();
  afterChange = null;
});

describe("a password check that others interrupt", () => {
  test("refuses a right password when the lock closed while it was looked at, and leaves the lock closed", () => {
    const right = () =>
      checkPassword("account", () => {
        expect(failures(6)).toEqual([...Array(5).fill("wrong"), "too_many_attempts"]);
        return true;
      });
    expect(outcome(right)).toBe("too_many_attempts");
    expect(outcome(() => checkPassword("account", () => true))).toBe("too_many_attempts");
  });

  test("answers the fifth wrong guess even if the sixth is counted before the answer", () => {
    failures(4);
    let sixth = "";
    afterChange = () => (sixth = outcome(wrong));
    expect(outcome(wrong)).toBe("wrong");
    expect(sixth).toBe("too_many_attempts");
  });

  test("forgets what was counted while a right password was looked at, when the lock is still open", () => {
    const right = () =>
      checkPassword("account", () => {
        failures(5);
        return true;
      });
    expect(outcome(right)).toBe("signed in");
    expect(failures(5)).toEqual(Array(5).fill("wrong"));
  });

  test("looks at no password of a locked account", () => {
    failures(6);
    const look = vi.fn(() => true);
    expect(outcome(() => checkPassword("account", look))).toBe("too_many_attempts");
    expect(look).not.toHaveBeenCalled();
  });
});
