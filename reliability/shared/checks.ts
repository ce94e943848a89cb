/**
 * What must be true of a service that runs on data which a crash or a full disk has been at.
 * @module
 */
import { access } from "node:fs/promises";
import { join } from "node:path";
import type { ServerProcess } from "../../scripts/server-process.ts";
import type { Service } from "../../tests/support/service.ts";
import type { Client } from "./client.ts";
import { damage } from "./integrity.ts";
import type { Ledger, Person } from "./ledger.ts";
import { passwordOf, profileOf } from "./people.ts";
import type { Random } from "./random.ts";
import { compareRows, USER_COLUMNS, type UserRow } from "./rows.ts";

type Subject = Pick<Service, "admin" | "dataDir">;

/** PocketBase answers at most 1000 rows. */
const PAGE = 1000;

/** The whole table, in the order of the ids. */
export async function readRows({ admin }: Pick<Service, "admin">): Promise<UserRow[]> {
  const rows: UserRow[] = [];
  for (;;) {
    const after = rows.at(-1)?.id ?? "";
    const page = await admin.sql<UserRow & { users_status: unknown }>(
      `SELECT ${USER_COLUMNS.join(", ")} FROM tbl_auth_users WHERE id > '${after}' ORDER BY id LIMIT ${PAGE}`,
    );
    rows.push(...page.map((row) => ({ ...row, users_status: Number(row.users_status) })));
    if (page.length < PAGE) return rows;
  }
}

/** Whether another ledger answers for this row. */
export type Elsewhere = (row: UserRow) => boolean;

/** The whole table against the ledger, and the files that its rows name. Settles what lost answers had left open. */
export async function checkRecords(
  service: Subject,
  ledger: Ledger,
  isElsewhere: Elsewhere = () => false,
): Promise<{ rows: number; problems: string[] }> {
  const rows = await readRows(service);
  const problems = compareRows(
    rows.filter((row) => !isElsewhere(row)),
    ledger,
  );
  const { id: collection } = await service.admin.request<{ id: string }>(
    "GET",
    "/api/collections/tbl_auth_users",
  );
  for (const { id, users_avatar } of rows) {
    if (users_avatar === "") continue;
    const file = join(service.dataDir, "storage", collection, id, users_avatar);
    await access(file).catch(() => problems.push(`record ${id} names an avatar file that is not there`));
  }
  return { rows: rows.length, problems };
}

/** The public counter against the table. @param rows how many there are */
export async function checkCounter(client: Client, rows: number): Promise<string[]> {
  const { status, body } = await client.call("usersCount");
  if (status === 200 && body.data.total_users === rows) return [];
  return [`users-count answers ${body.data.total_users ?? status}, the table holds ${rows} rows`];
}

/** Some people's first and latest tokens: they work for those who are there, and for nobody else. */
export async function checkTokens(client: Client, people: readonly Person[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { serial, firstToken, token, possible } of people) {
    const expected = possible.includes("absent") ? 401 : 200;
    for (const held of new Set([firstToken, token])) {
      if (held === null) continue;
      const { status, reason } = await client.call("refreshToken", { token: held });
      if (status !== expected)
        problems.push(`person ${serial}'s token: ${status} ${reason ?? ""} instead of ${expected}`);
    }
  }
  return problems;
}

/** Some platform users' passwords. */
export async function checkPasswords(client: Client, people: readonly Person[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { serial, id } of people) {
    const body = { users_phone: profileOf(serial, 0).users_phone, password: passwordOf(serial) };
    const { status, body: answer } = await client.call("platformLogin", { body });
    if (status !== 200 || answer.record.id !== id)
      problems.push(`person ${serial}'s password does not work: ${status}`);
  }
  return problems;
}

const EXPECTED_OUTPUT = [/Server started at http:\/\/127\.0\.0\.1:\d+$/, /REST API: /, /Dashboard: /];

/** Whatever the process has printed beside its greeting. */
export function checkOutput(server: Pick<ServerProcess, "output">): string[] {
  const lines = server.output().split("\n");
  const strange = lines.filter(
    (line) => line.trim() !== "" && !EXPECTED_OUTPUT.some((one) => one.test(line)),
  );
  return strange.map((line) => `PocketBase printed: ${line}`);
}

export interface CheckSummary {
  rows: number;
  tokens: number;
  problems: string[];
}

/**
 * All of it. @param sample how many people's tokens are tried; a twentieth as many passwords, which cost 60 ms of CPU
 */
export async function checkEverything(
  service: Subject & Pick<Service, "server">,
  client: Client,
  ledger: Ledger,
  random: Random,
  sample: number,
  isElsewhere?: Elsewhere,
): Promise<CheckSummary> {
  const { rows, problems } = await checkRecords(service, ledger, isElsewhere);
  const withToken = ledger.people.filter(({ token }) => token !== null);
  const sampled = someOf(withToken, sample, random);
  const platform = ledger.alive().filter(({ kind }) => kind === "ManagePlatform");
  problems.push(
    ...checkOutput(service.server()),
    ...(await checkCounter(client, rows)),
    ...(await checkTokens(client, sampled)),
    ...(await checkPasswords(client, someOf(platform, Math.ceil(sample / 20), random))),
    ...(await damage(service.dataDir)),
  );
  return { rows, tokens: sampled.length, problems };
}

/** The latest half of the sample and as many others by chance: what is fresh is most at risk. */
export function someOf(people: readonly Person[], count: number, random: Random): Person[] {
  const latest = people.slice(-Math.ceil(count / 2));
  const others = Array.from({ length: Math.floor(count / 2) }, () => random.pick(people));
  return [...new Set([...latest, ...others.filter((person) => person !== undefined)])];
}
