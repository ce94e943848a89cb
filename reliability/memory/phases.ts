/**
 * Distinct keys by the million, one kind after the other, for everything that the service keeps in memory by key.
 * @module
 */
import { freePort } from "../../scripts/server-process.ts";
import { operations } from "../../tests/support/contract.ts";
import { cheapPasswords } from "../../tests/support/passwords.ts";
import { registration, type Service, startService } from "../../tests/support/service.ts";
import type { Request } from "../../tools/load.ts";
import { memoryOf } from "../../tools/process-stats.ts";
import { pause, type Say } from "../shared/program.ts";
import type { Section } from "../shared/report.ts";
import { flood } from "./flood.ts";

export interface MemoryOptions {
  /** A migrated data folder with a superuser. */
  template: string;
  /** Distinct keys of each kind that the service itself keeps; its tables are full with 65,536 each. */
  keys: number;
  /** Distinct client addresses. */
  addresses: number;
  /** MiB by which the service's own tables may still grow in the second half of their keys. */
  bound: number;
}

interface Phase {
  name: string;
  /** The status of each answer. */
  status: number;
  prepare(service: Service, keys: number): Promise<unknown>;
  request(serial: number): Request;
  /** PocketBase's limiter forgets by the hour, not by number: its growth is told, and not held against a bound. */
  bounded: boolean;
}

/** After these a further one reads without growth. */
const WARMING_PASSES = 3;

const JSON_TYPE = { "Content-Type": "application/json" };

function ours(operationId: string, body: object, headers: { [name: string]: string } = {}): Request {
  const path = operations[operationId]?.path ?? "";
  return { method: "POST", path, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) };
}

/** Addresses of 10.0.0.0/8, one after the other. */
const addressOf = (serial: number) => `10.${(serial >> 16) & 255}.${(serial >> 8) & 255}.${serial & 255}`;
const phoneOf = (serial: number) => `13${String(serial).padStart(9, "0")}`;

const PHASES: Phase[] = [
  {
    name: "WeChat codes, each refused again for an hour",
    status: 502,
    prepare: async () => {},
    request: (serial) => ours("wechatLogin", { users_wx_code: `code-${serial}` }),
    bounded: true,
  },
  {
    name: "names that nobody has, each with a wrong password",
    status: 400,
    prepare: async () => {},
    request: (serial) => ({
      method: "POST",
      path: "/api/collections/tbl_auth_users/auth-with-password",
      headers: JSON_TYPE,
      body: JSON.stringify({ identity: `nobody-${serial}@manage.local`, password: "wrong-password-1" }),
    }),
    bounded: true,
  },
  {
    name: "accounts, each with a wrong password",
    status: 400,
    prepare: insertAccounts,
    request: (serial) =>
      ours("platformLogin", { users_phone: phoneOf(serial), password: "wrong-password-1" }),
    bounded: true,
  },
  {
    name: "client addresses behind a trusted proxy, in PocketBase's limiter",
    status: 200,
    prepare: (service) =>
      service.admin.settings({
        rateLimits: { enabled: true },
        trustedProxy: { headers: ["X-Forwarded-For"] },
      }),
    request: (serial) => ours("helloWorld", {}, { "X-Forwarded-For": addressOf(serial) }),
    bounded: false,
  },
];

/**
 * Runs all phases on one server.
 * @returns the server's memory in each, and every promise that was broken
 */
export async function memoryPhases(
  options: MemoryOptions,
  say: Say,
  interrupted: AbortSignal,
): Promise<{ sections: Section[]; violations: string[] }> {
  const service = await startService({
    from: options.template,
    env: {
      // Refused at once: this is about what is kept of a code, not about WeChat.
      WECHAT_API_BASE: `http://127.0.0.1:${await freePort()}`,
      WECHAT_CODE_REPEAT_SECONDS: "3600",
      LOGIN_FAILURE_WINDOW_SECONDS: "3600",
    },
  });
  const rows: string[][] = [];
  const violations: string[] = [];
  try {
    // A line per refusal would measure the log.
    await service.admin.settings({ logs: { maxDays: 0 } });
    await cheapPasswords(service);
    for (const phase of PHASES) {
      if (interrupted.aborted) break;
      rows.push(await run(service, phase, options, say, violations));
    }
  } finally {
    await service.close();
  }
  const title = "Resident memory of the server, in MiB. All four kinds on one server, one after the other.";
  const head = ["distinct keys", "number", "per second", "before", "half-way", "at the end", "15 s later"];
  return { sections: [{ title, head, rows }], violations };
}

async function run(
  service: Service,
  phase: Phase,
  options: MemoryOptions,
  say: Say,
  violations: string[],
): Promise<string[]> {
  const keys = phase.bounded ? options.keys : options.addresses;
  say(`${phase.name}: ${keys}`);
  const memory = async () => (await memoryOf(service.server().pid)).now;
  await phase.prepare(service, keys);
  const before = await memory();
  const started = performance.now();
  const half = Math.floor(keys / 2);
  const part = (from: number, count: number) =>
    flood(
      service,
      count,
      (serial) => phase.request(from + serial),
      (answered) => {
        if ((from + answered) % (keys / 10) === 0) say(`  ${from + answered}`);
      },
    );
  const first = await part(0, half);
  const halfWay = await memory();
  const second = await part(half, keys - half);
  const end = await memory();
  const seconds = (performance.now() - started) / 1000;
  for (const [status, count] of [...first, ...second])
    if (status !== String(phase.status)) violations.push(`${phase.name}: ${count} answers were ${status}`);
  if (phase.bounded && end - halfWay > options.bound)
    violations.push(`${phase.name}: ${(end - halfWay).toFixed()} MiB more in the second half`);
  await pause(Math.min(15_000, keys / 10));
  const figures = [before, halfWay, end, await memory()].map((value) => value.toFixed());
  return [phase.name, String(keys), (keys / seconds).toFixed(), ...figures];
}

/**
 * As many platform users as there are keys, in one statement: copies of one who has registered. Each is then read, by
 * registrations that find the phone taken, until the database's page caches have what they take: that shall not be
 * taken for what is kept of a wrong password.
 */
async function insertAccounts(service: Service, keys: number): Promise<void> {
  const { id } = await service.platformUser();
  await service.admin.sql(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${keys - 1})
      INSERT INTO tbl_auth_users (id, openid, email, tokenKey, password, users_idtype, users_phone)
      SELECT printf('m%014d', i), 'o' || i, 'o' || i || '@manage.local', printf('k%049d', i), password,
        users_idtype, printf('13%09d', i)
      FROM n, (SELECT password, users_idtype FROM tbl_auth_users WHERE id = '${id}')`,
  );
  const request = (serial: number) =>
    ours("platformRegister", registration({ users_phone: phoneOf(serial) }));
  for (let pass = 0; pass < WARMING_PASSES; pass++) await flood(service, keys, request);
}
