/**
 * The checks under reliability/ see what they are there to see: each is shown the damage it looks for.
 */
import { cp, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { checkEverything, checkOutput } from "../../reliability/shared/checks.ts";
import { growth } from "../../reliability/soak/growth.ts";
import { damage } from "../../reliability/shared/integrity.ts";
import { Ledger, type Person } from "../../reliability/shared/ledger.ts";
import { MixedLoad } from "../../reliability/shared/mixed-load.ts";
import { openidOf, profileOf } from "../../reliability/shared/people.ts";
import { UsageError, wholeNumbers } from "../../reliability/shared/program.ts";
import { randomFrom } from "../../reliability/shared/random.ts";
import { compareRows, type UserRow } from "../../reliability/shared/rows.ts";
import { Stage } from "../../reliability/crash/disk/scenario.ts";
import { observeTrouble } from "../../reliability/crash/disk/trouble.ts";
import { type Service, startService } from "../support/service.ts";

/** The row that a WeChat user with this profile version has; null is a guest. */
function rowOf({ serial }: Person, version: number | null, values: Partial<UserRow> = {}): UserRow {
  const none = { users_name: "", users_phone: "", users_picture: "" };
  return {
    id: `id${serial}`,
    openid: openidOf(serial),
    email: "",
    password: `$2a$10$${"x".repeat(53)}`,
    tokenKey: "k".repeat(50),
    users_idtype: "WeChat",
    users_type: version === null ? "游客" : "注册用户",
    users_status: 0,
    users_avatar: "",
    created: "2026-01-01 00:00:00.000Z",
    updated: "2026-01-01 00:00:00.000Z",
    ...(version === null ? none : profileOf(serial, version)),
    ...values,
  };
}

/** A ledger with one WeChat user whose sign-up was acknowledged. */
function oneGuest(): { ledger: Ledger; person: Person } {
  const ledger = new Ledger();
  const person = ledger.newPerson("WeChat");
  ledger.write(person, "guest").acknowledged();
  ledger.identified(person, "id0", openidOf(0));
  return { ledger, person };
}

describe("rows against the ledger", () => {
  test("an acknowledged user who is there is fine", () => {
    const { ledger, person } = oneGuest();
    expect(compareRows([rowOf(person, null)], ledger)).toEqual([]);
  });

  test("an acknowledged user who is gone is a loss", () => {
    const { ledger } = oneGuest();
    expect(compareRows([], ledger)).toEqual(["person 0 (WeChat) is without a record; acknowledged: a guest"]);
  });

  test("an acknowledged profile that is not there is a loss", () => {
    const { ledger, person } = oneGuest();
    ledger.write(person, 1).acknowledged();
    expect(compareRows([rowOf(person, null)], ledger)).toEqual([
      "person 0 (WeChat) is a guest; acknowledged: at profile version 1",
    ]);
  });

  test("a write whose answer was lost may have happened or not, and is settled by what is there", () => {
    for (const [version, settled] of [
      [null, "guest"],
      [1, 1],
    ] as const) {
      const { ledger, person } = oneGuest();
      ledger.write(person, 1);
      expect(compareRows([rowOf(person, version)], ledger)).toEqual([]);
      expect(person.possible).toEqual([settled]);
    }
  });

  test("a refused write must not have happened", () => {
    const { ledger, person } = oneGuest();
    ledger.write(person, 1).refused();
    expect(compareRows([rowOf(person, 1)], ledger)).toEqual([
      "person 0 (WeChat) is at profile version 1; acknowledged: a guest",
    ]);
  });

  test("a deleted user who is back is seen", () => {
    const { ledger, person } = oneGuest();
    ledger.write(person, "absent").acknowledged();
    expect(ledger.alive()).toEqual([]);
    expect(compareRows([rowOf(person, null)], ledger)).toEqual([
      "person 0 (WeChat) is a guest; acknowledged: without a record",
    ]);
  });

  test("a second record, another record's id and a stranger are seen", () => {
    const { ledger, person } = oneGuest();
    const row = rowOf(person, null);
    expect(compareRows([row, row], ledger)).toEqual(["person 0 has two records"]);
    expect(compareRows([{ ...row, id: "other" }], ledger)).toEqual([
      "person 0 (WeChat) has become another record",
    ]);
    expect(compareRows([row, { ...row, id: "x", openid: openidOf(7) }], ledger)).toEqual([
      "record x belongs to nobody who signed up",
    ]);
  });

  test("another avatar than the acknowledged one is seen", () => {
    const { ledger, person } = oneGuest();
    person.avatars = ["new.png"];
    expect(compareRows([rowOf(person, null, { users_avatar: "old.png" })], ledger)).toEqual([
      "person 0 (WeChat) has another avatar than the acknowledged one",
    ]);
  });

  test.each<[string, Partial<UserRow>, string]>([
    [
      "a phone of another write",
      { users_phone: profileOf(0, 2).users_phone },
      "name, phone and picture come from different writes",
    ],
    [
      "a picture that is missing",
      { users_picture: "" },
      "name, phone and picture come from different writes",
    ],
    ["a type that was not set along", { users_type: "游客" }, "users_type does not fit the profile"],
    ["no type of identity", { users_idtype: "" }, "users_idtype is neither of the two"],
    ["a native identity of its own", { email: "a@manage.local" }, "the native identity does not fit openid"],
    ["an empty hash", { password: "" }, "the password hash is malformed"],
    ["no token key", { tokenKey: "" }, "the token key is missing"],
    ["no times", { created: "" }, "created or updated is missing"],
  ])("a row with %s is half-written", (_, values, rule) => {
    const { ledger, person } = oneGuest();
    ledger.write(person, 1).acknowledged();
    expect(compareRows([rowOf(person, 1, values)], ledger)).toContain(`record id0: ${rule}`);
  });

  test.each<[string, Partial<UserRow>, string]>([
    ["an openid that is no GUID", { openid: openidOf(0) }, "a platform user's openid is no UUID v4"],
    [
      "no profile",
      { users_name: "", users_phone: "", users_picture: "" },
      "a platform user without a profile",
    ],
    ["a status", { users_status: -1 }, "users_status is set"],
  ])("a platform user's row with %s is half-written", (_, values, rule) => {
    const ledger = new Ledger();
    const person = ledger.newPerson("ManagePlatform");
    ledger.write(person, 0).acknowledged();
    const openid = "6f1e2d3c-4b5a-4978-8a6b-5c4d3e2f1a0b";
    const whole = rowOf(person, 0, {
      openid,
      email: `${openid}@manage.local`,
      users_idtype: "ManagePlatform",
    });
    expect(compareRows([whole], ledger)).toEqual([]);
    expect(compareRows([{ ...whole, ...values }], ledger)).toContain(`record id0: ${rule}`);
  });

  test("messages hold neither hash nor token key", () => {
    const { ledger, person } = oneGuest();
    const broken = rowOf(person, null, { password: "secret-hash", tokenKey: "secret-key" });
    expect(compareRows([broken], ledger).join("\n")).not.toContain("secret");
  });
});

describe("a running service", () => {
  let service: Service;
  let load: MixedLoad;
  const check = async () =>
    (await checkEverything(service, load.client, load.ledger, randomFrom(1), 50)).problems;

  beforeAll(async () => {
    service = await startService();
    load = new MixedLoad(service, { seed: 1, workers: 1 });
    for (let count = 0; count < 3; count += 1) await load.signUp();
  });
  afterAll(async () => {
    load.client.close();
    await service.close();
  });

  test("is whole as long as nobody has been at its data", async () => {
    expect(await check()).toEqual([]);
  });

  test("without trouble fails the observation of trouble: nothing was refused", async () => {
    const stage = new Stage({
      template: "",
      folder: "",
      seed: 1,
      phaseMs: 0,
      patienceMs: 0,
      say: () => undefined,
      interrupted: new AbortController().signal,
    });
    await observeTrouble(stage, "healthy", load);
    expect(stage.problems).toContain("healthy: WeChat login, new: never refused, so nothing was shown");
    expect(await check()).toEqual([]);
  });

  test("a counter that is off is seen", async () => {
    await service.admin.sql("UPDATE tbl_auth_users_total SET total = total + 1");
    const { length } = await service.admin.users();
    expect(await check()).toEqual([`users-count answers ${length + 1}, the table holds ${length} rows`]);
    await service.admin.sql("UPDATE tbl_auth_users_total SET total = total - 1");
  });

  test("a profile written in part is seen", async () => {
    const { id } = load.ledger.people[0] ?? {};
    await service.admin.sql(`UPDATE tbl_auth_users SET users_name = '用户0第1版' WHERE id = '${id}'`);
    expect(await check()).toContain(`record ${id}: name, phone and picture come from different writes`);
    await service.admin.sql(`UPDATE tbl_auth_users SET users_name = '' WHERE id = '${id}'`);
  });

  test("an avatar file that is gone is seen", async () => {
    const { id } = load.ledger.people[0] ?? {};
    await service.admin.sql(`UPDATE tbl_auth_users SET users_avatar = 'gone.png' WHERE id = '${id}'`);
    expect(await check()).toContain(`record ${id} names an avatar file that is not there`);
    await service.admin.sql(`UPDATE tbl_auth_users SET users_avatar = '' WHERE id = '${id}'`);
  });

  test("a token that does not work any more is seen", async () => {
    const { id } = load.ledger.people[1] ?? {};
    await service.admin.sql(`UPDATE tbl_auth_users SET tokenKey = '${"n".repeat(50)}' WHERE id = '${id}'`);
    expect(await check()).toEqual(["person 1's token: 401 token_invalid instead of 200"]);
  });

  test("a user who is gone is seen", async () => {
    const { id } = load.ledger.people[2] ?? {};
    await service.admin.sql(`DELETE FROM tbl_auth_users WHERE id = '${id}'`);
    expect(await check()).toContain("person 2 (WeChat) is without a record; acknowledged: a guest");
  });
});

test("anything that PocketBase prints beside its greeting is reported", () => {
  const greeting = "2026/11/24 Server started at http://127.0.0.1:80\n├─ REST API:  x\n└─ Dashboard: x\n";
  expect(checkOutput({ output: () => greeting })).toEqual([]);
  expect(checkOutput({ output: () => `${greeting}ERROR something\n` })).toEqual([
    "PocketBase printed: ERROR something",
  ]);
});

test.each(["data.db", "auxiliary.db"])("a damaged page of %s is seen", async (name) => {
  const folder = await mkdtemp(join(tmpdir(), "kit-damage-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(process.env.KIT_TEMPLATE ?? "", folder, { recursive: true });
  expect(await damage(folder)).toEqual([]);

  const file = await open(join(folder, name), "r+");
  // The second page of 4096 bytes; its first byte is the kind of b-tree page.
  await file.write(Buffer.alloc(100, 0x7f), 0, 100, 4096);
  await file.close();

  await expect(damage(folder).then((found) => found.join("\n"))).resolves.not.toBe("");
});

describe("growth", () => {
  /** Ten samples a third, with the memory and the open files of each third. */
  const samples = (thirds: [memory: number, openFiles: number][]) =>
    thirds.flatMap(([memory, openFiles], third) =>
      Array.from({ length: 10 }, (_, index) => ({ at: third * 10 + index + 1, memory, openFiles })),
    );

  test("of the first third is no growth", () => {
    expect(
      growth(
        samples([
          [40, 20],
          [90, 60],
          [90, 60],
        ]),
      ),
    ).toEqual([]);
  });

  test("beyond its bound is reported", () => {
    expect(
      growth(
        samples([
          [40, 20],
          [90, 60],
          [106, 84],
        ]),
      ),
    ).toEqual([]);
    expect(
      growth(
        samples([
          [40, 20],
          [90, 60],
          [106.5, 85],
        ]),
      ),
    ).toEqual(["memory grew by 16.5 MiB, bound: 16 MiB", "open files grew by 25, bound: 24"]);
  });

  test("of a run without samples is not taken for none", () => {
    expect(growth([])).toHaveLength(2);
  });
});

describe("options", () => {
  test("are whole numbers with defaults, and a seed", () => {
    expect(wholeNumbers(["--rounds", "7", "--seed", "3"], { rounds: 50, pause: 1 })).toEqual({
      rounds: 7,
      pause: 1,
      seed: 3,
    });
  });

  test.each([["--rounds", "x"], ["--rounds", "-1"], ["--rounds="], ["--rounds", "1.5"], ["--other", "1"]])(
    "%s %s is refused by name",
    (...args) => {
      const name = args[0]?.replace("=", "") ?? "";
      expect(() => wholeNumbers(args, { rounds: 50 })).toThrow(UsageError);
      expect(() => wholeNumbers(args, { rounds: 50 })).toThrow(name);
    },
  );
});
