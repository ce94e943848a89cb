import { type CountryCode, getExampleNumber } from "libphonenumber-js/core";
import examples from "libphonenumber-js/mobile/examples";
import metadata from "libphonenumber-js/mobile/metadata";
import { afterEach, describe, expect, test } from "vitest";
import { verifiedPhone } from "../../src/domain/phone.ts";
import { PASTED_PHONES } from "../support/pasted-phones.ts";
import { FILES, type Workspace, workspace } from "./support.ts";

/** How many files `down` has to undo for this one to be undone. */
const OURS = FILES.length - FILES.indexOf("1795500201_phone_forms.js");

let db: Workspace;

afterEach(() => db.close());

const idOf = (i: number) => `user${String(i).padStart(11, "0")}`;

/** A database as the release before left it, with a user for each phone. */
async function withPhones(phones: string[]) {
  db = await workspace();
  await db.up();
  await db.down(OURS);
  const rows = phones.map(
    (phone, i) => `('${idOf(i)}', 'key ${i}'||hex(randomblob(20)), 'o${i}', 'WeChat', '${phone}')`,
  );
  // PocketBase takes 5,000 characters of SQL.
  for (let i = 0; i < rows.length; i += 40)
    await db.sql(
      `INSERT INTO tbl_auth_users (id, tokenKey, openid, users_idtype, users_phone) VALUES ${rows.slice(i, i + 40).join()}`,
    );
}

const phones = async () =>
  (await db.sql("SELECT users_phone FROM tbl_auth_users ORDER BY id")).map(({ users_phone }) => users_phone);
const formsOf = async (before: string[]) => {
  await withPhones(before);
  const printed = await db.up();
  return { after: await phones(), printed };
};

/** What an older row may hold, and what it becomes. */
const OLDER: [phone: string, stored: string][] = [
  ["852-51234567", "+85251234567"],
  ["(852) 5123 4568", "+85251234568"],
  ["0085251234569", "+85251234569"],
  ["+852 5123-4570", "+85251234570"],
  ["853-66123456", "+85366123456"],
  ["886-0912345678", "+886912345678"],
  ["+8860912345679", "+886912345679"],
  ["+0088691234560", "+0088691234560"],
  ["+1 (202) 555-0123", "+12025550123"],
  ["+13800138009", "+13800138009"],
  ["+08613800138000", "13800138000"],
  ["+008613800138001", "13800138001"],
  ["8613800138002", "13800138002"],
  ["+86 86 13800138003", "13800138003"],
  ["013800138004", "13800138004"],
];

/** What stays as it is: stored rightly, or no mobile number that can be told. */
const KEPT = [
  "13900139000",
  "+85251234571",
  "852-1234",
  "85251234572",
  "010-12345678",
  "0371-65551234",
  "371-23456789",
  "+371-6555",
  "12345",
  "400-800-8000",
  "138.0013.8005",
  "13800138006/13900139001",
  "unknown",
  "手机 13800138007",
];

describe("older phones", () => {
  test("are brought to the form in which the service stores them", async () => {
    const { after, printed } = await formsOf(OLDER.map(([phone]) => phone));
    expect(after).toEqual(OLDER.map(([, stored]) => stored));
    expect(printed).not.toContain("users_phone");
  });

  test("that were pasted lose what the paste brought", async () => {
    const numbers = PASTED_PHONES.map((_, i) => String(13800138100 + i));
    const { after } = await formsOf(PASTED_PHONES.map(([, spell], i) => spell(numbers[i] ?? "")));
    expect(after).toEqual(numbers);
  });

  test("that are no number stay as they are, and leave nothing behind", async () => {
    const { after } = await formsOf(KEPT);
    expect(after).toEqual(KEPT);
    expect((await db.snapshot()).rewrites).toEqual([]);
  });

  test("of every country become what the service makes of the same number", async () => {
    const numbers = (Object.keys(metadata.countries) as CountryCode[])
      .flatMap((country) => getExampleNumber(country, examples, metadata) ?? [])
      .map(
        ({ countryCallingCode, nationalNumber }) => [`${countryCallingCode}`, `${nationalNumber}`] as const,
      )
      // Some countries share a code, and an example as well.
      .filter(([code, number], i, all) => all.findIndex((other) => `${other}` === `${[code, number]}`) === i);
    const { after } = await formsOf(numbers.map(([code, number]) => `00${code}-${number}`));
    expect(after).toHaveLength(numbers.length);
    const expected = numbers.map(([code, number]) => verifiedPhone(number, code));
    // Tristan da Cunha has no mobile numbers.
    expect(after.filter((phone, i) => phone !== expected[i])).toEqual(["00290-8999"]);
  });
});

describe("two phones that would become one", () => {
  test("stay as they are, and the log names their records", async () => {
    const before = [
      "+85251234567",
      "852-51234567",
      "0085251234568",
      "+852 5123 4568",
      "138 0013 8000",
      "13800138000",
    ];
    const { after, printed } = await formsOf([...before, "886-0912345678"]);
    expect(after).toEqual([...before, "+886912345678"]);
    expect(printed).toContain(
      "tbl_auth_users.users_phone: these records have one phone in two forms and keep them: " +
        `${idOf(0)} ${idOf(1)}, ${idOf(2)} ${idOf(3)}, ${idOf(4)} ${idOf(5)}.`,
    );
    for (const phone of ["51234567", "13800138000"]) expect(printed).not.toContain(phone);
  });
});

describe("down", () => {
  test("puts the old phones back, but for those that were changed since", async () => {
    await withPhones(["852-51234567", "0085251234568", "13800138000"]);
    const before = await db.snapshot();
    await db.up();
    await db.down(OURS);
    expect(await db.snapshot()).toEqual(before);
    await db.up();
    await db.sql(`UPDATE tbl_auth_users SET users_phone = '13900139000' WHERE id = '${idOf(0)}'`);
    await db.down(OURS);
    expect(await phones()).toEqual(["13900139000", "0085251234568", "13800138000"]);
    expect((await db.snapshot()).rewrites).toEqual([]);
  });
});

test("applying twice changes nothing", async () => {
  await withPhones(["852-51234567", "+85251234568", "852-51234568"]);
  await db.up();
  const once = await db.snapshot();
  await db.loseHistory();
  await db.up();
  expect(await db.snapshot()).toEqual(once);
});

test("an old phone goes when its user goes", async () => {
  await withPhones(["852-51234567"]);
  await db.up();
  expect((await db.snapshot()).rewrites).toHaveLength(1);
  await db.sql("DELETE FROM tbl_auth_users");
  expect((await db.snapshot()).rewrites).toEqual([]);
});
