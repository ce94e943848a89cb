import { beforeEach, describe, expect, test } from "vitest";
import { Ledger, type Person } from "../../reliability/shared/ledger.ts";
import { profileOf } from "../../reliability/shared/people.ts";
import type { UserRow } from "../../reliability/shared/rows.ts";
import { takeLosses } from "../../reliability/standby/losses.ts";

let ledger: Ledger;
let person: Person;

beforeEach(() => {
  ledger = new Ledger({ keepHistory: true });
  person = ledger.newPerson("WeChat");
  ledger.identified(person, "record000000001", String(person.openid));
});

/** The person's row at a version of the profile, or as a guest. */
function row(version: number | null): UserRow {
  const nothing = { users_name: "", users_phone: "", users_picture: "" };
  return {
    ...(version === null ? nothing : profileOf(person.serial, version)),
    id: "record000000001",
    openid: String(person.openid),
    users_idtype: "WeChat",
  } as UserRow;
}

/** Acknowledges a sign-up and two profiles, and says when the last one was. */
function threeWrites(): number {
  for (const state of ["guest", 1, 2] as const) ledger.write(person, state).acknowledged();
  const last = ledger.history?.at(-1);
  if (!last) throw new Error("the ledger keeps no history");
  // A whole millisecond, so that what is added to it is exactly its age.
  last.at = Math.ceil(last.at);
  return last.at;
}

describe("the losses of a takeover", () => {
  test("are none where every acknowledged write is there", () => {
    const at = threeWrites();
    expect(takeLosses([row(2)], ledger, at, 100)).toEqual({ acknowledged: 3, ages: [], problems: [] });
  });

  test("are the writes after the state that is there, with their ages", () => {
    const at = threeWrites();
    const { ages, problems } = takeLosses([row(1)], ledger, at + 40, 100);
    expect(ages).toEqual([40]);
    expect(problems).toEqual([]);
    expect(person.possible).toEqual([1]);
    expect(person.id).toBe("record000000001");
  });

  test("take a person away whose sign-up is lost, with all that came after", () => {
    const at = threeWrites();
    const { ages, problems } = takeLosses([], ledger, at, 100);
    expect(ages).toHaveLength(3);
    expect(problems).toEqual([]);
    expect(person.possible).toEqual(["absent"]);
    expect(person.id).toBeNull();
  });

  test("break the promise when they are older than the bound", () => {
    const at = threeWrites();
    const { problems } = takeLosses([row(1)], ledger, at + 101, 100);
    expect(problems).toEqual(["person 0 lost a write that was 101 ms old"]);
  });

  test("leave out a write whose answer was lost", () => {
    const at = threeWrites();
    ledger.write(person, 3);
    expect(takeLosses([row(2)], ledger, at, 100).ages).toEqual([]);
  });

  test("do not explain a state that was never acknowledged, or not since the last takeover", () => {
    const at = threeWrites();
    expect(takeLosses([row(7)], ledger, at, 100).problems).toEqual([
      "person 0 is in a state (7) that they were never in",
    ]);
    expect(takeLosses([row(1)], ledger, at, 100).problems).toEqual([
      "person 0 is in a state (1) that they were never in",
    ]);
  });
});
