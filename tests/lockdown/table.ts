/**
 * A table of PocketBase's native routes, and what each role gets from them.
 * @module
 */
import { beforeAll, describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import {
  createWorld,
  type NativeAnswer,
  type NativeRequest,
  ROLES,
  type Role,
  sendAs,
  type World,
} from "../support/native-roles.ts";

export interface Row {
  /** States what everybody may do there. */
  name: string;
  request: (world: World) => NativeRequest;
  /** By role, as `inWords` puts it. A role that is left out is not tried. */
  answers: { [role in Role]?: string };
}

export const ONLY_SUPERUSERS = "403 Only superusers can perform this action.";
export const NEEDS_TOKEN = "401 The request requires valid record authorization token.";
export const NOT_ALLOWED = "403 The authorized record is not allowed to perform this action.";
export const NOT_FOUND = "404 The requested resource wasn't found.";

/** One answer for all but the roles that are named; a superuser is tried only when named. */
export function users(answer: string, others: Row["answers"] = {}): Row["answers"] {
  return {
    guest: answer,
    owner: answer,
    other: answer,
    wechat: answer,
    foreign: answer,
    ...others,
  };
}

/** What only the dashboard's users, superusers, may call. */
export function dashboard(superuser?: string): Row["answers"] {
  return users(NOT_ALLOWED, { guest: NEEDS_TOKEN, ...(superuser !== undefined && { superuser }) });
}

export const get = (path: string): NativeRequest => ({ method: "GET", path });
export const post = (path: string, body: unknown = {}): NativeRequest => ({ method: "POST", path, body });

/**
 * An answer in one line: a refusal as `<status> <message> [<field>: <code>]`, a success as `<status>` and the keys
 * of its body. Nothing else stands in a refusal.
 */
export function inWords({ status, text }: NativeAnswer): string {
  if (text === "") return String(status);
  const body = JSON.parse(text) as object;
  if (status < 400) return `${status} ${Object.keys(body).sort().join(" ")}`;
  const { message, data, ...rest } = body as { message: string; data: { [field: string]: { code: string } } };
  expect(rest).toEqual({ status });
  const fields = Object.entries(data).map(([field, { code }]) => `${field}: ${code}`);
  return `${status} ${message}${fields.length > 0 ? ` [${fields.sort().join(", ")}]` : ""}`;
}

/** Everything that a refused request might have changed. */
export function stored({ service }: World): Promise<unknown> {
  const tables = ["tbl_auth_users", "tbl_company", "_collections", "_params", "_externalAuths", "_otps"];
  return Promise.all(tables.map((table) => service.admin.sql(`SELECT * FROM ${table} ORDER BY id`)));
}

/** Runs a table against one service. Whoever is neither the victim nor a superuser sees nothing and changes nothing. */
export function lockdown(title: string, table: Row[]): void {
  describe(title, () => {
    const service = ownService();
    let world: World;
    beforeAll(async () => {
      world = await createWorld(service());
    });

    for (const { name, request, answers } of table) {
      test(name, async () => {
        const before = await stored(world);
        const seen: Row["answers"] = {};
        for (const role of ROLES.filter((role) => role in answers)) {
          if (role === "superuser") expect(await stored(world)).toEqual(before);
          const answer = await sendAs(world, role, request(world));
          seen[role] = inWords(answer);
          if (role !== "owner" && role !== "superuser") expectNothingOf(world, answer);
        }
        expect(seen).toEqual(answers);
        if (!("superuser" in answers)) expect(await stored(world)).toEqual(before);
      });
    }
  });
}

function expectNothingOf({ victim, company }: World, answer: NativeAnswer): void {
  for (const part of [victim.phone, victim.openid, victim.name, victim.idNumber, company.name])
    expect(answer.text).not.toContain(part);
}
