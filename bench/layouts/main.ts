/**
 * `node --import tsx bench/layouts/main.ts [--rounds 5] [--requests 3000]`: what the layout of the built output costs, in a
 * fresh runtime, in pooled ones, and in memory.
 * @module
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Sandbox } from "../../sandbox/server.ts";
import { type ServerProcess, startServer } from "../../scripts/server-process.ts";
import { operations } from "../../tests/support/contract.ts";
import { startService } from "../../tests/support/service.ts";
import { withTemplate } from "../../tests/support/template.ts";
import { load, type Request } from "../../tools/load.ts";
import { machine, table, today } from "../../tools/markdown.ts";
import { cpuSeconds, memoryOf, resting } from "../../tools/process-stats.ts";
import { summarize } from "../../tools/statistics.ts";
import { LAYOUTS, type Layout, writeLayout } from "./build.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, requests: { type: "string", default: "3000" } },
});
const [rounds, requests] = [Number(values.rounds), Number(values.requests)];

const RUNTIMES = 64;
/** More at once than there are runtimes, so that each gets its turn. */
const CROWD = 128;
const CONNECTIONS = 16;
/** What is resident is then near what is in use: Go collects early, and keeps little in hand. */
const TIDY = { GOGC: "25" };
const JSON_TYPE = { "content-type": "application/json" };

interface Case {
  name: string;
  status: number;
  request: () => Request;
}

const post = (operation: string, rest: Partial<Request> = {}): Request => ({
  method: "POST",
  path: operations[operation]?.path ?? "",
  ...rest,
});

function cases(sandbox: Sandbox, token: string): Case[] {
  const login = () => JSON.stringify({ users_wx_code: sandbox.mintLoginCode({ user: "known" }).code });
  return [
    { name: "health", status: 200, request: () => post("health") },
    {
      name: "refresh-token",
      status: 200,
      request: () => post("refreshToken", { headers: { authorization: token } }),
    },
    {
      name: "wechat/login, known user",
      status: 200,
      request: () => post("wechatLogin", { headers: JSON_TYPE, body: login() }),
    },
    {
      name: "platform/register, refused body",
      status: 400,
      request: () => post("platformRegister", { headers: JSON_TYPE, body: "{}" }),
    },
  ];
}

/** Microseconds of the server's CPU time for each request. */
async function cost({ url, pid }: ServerProcess, { name, status, request }: Case): Promise<number> {
  const before = cpuSeconds(pid);
  const { statuses } = await load({ url, request, connections: CONNECTIONS, until: { requests } });
  await resting(pid);
  if (statuses.get(String(status)) !== requests) {
    throw new Error(`${name}: answers were ${JSON.stringify(Object.fromEntries(statuses))}`);
  }
  return ((cpuSeconds(pid) - before) * 1e6) / requests;
}

/** MiB resident once every operation has been called in every runtime. */
async function memory({ url, pid }: ServerProcess): Promise<number> {
  for (const { method, path } of Object.values(operations)) {
    // Others on the same path run the same bundle.
    if (method !== "POST") continue;
    const request = { method, path, headers: JSON_TYPE, body: "{}" };
    await load({ url, request, connections: CROWD, until: { requests: Math.max(requests, CROWD) } });
  }
  await resting(pid);
  return (await memoryOf(pid)).now;
}

const say = (text: string) => console.log(text);

await withTemplate(async (template) => {
  const folder = await mkdtemp(join(tmpdir(), "kit-layouts-"));
  const service = await startService({ from: template });
  const started: ServerProcess[] = [];
  try {
    const { token } = await service.wechatUser("known");
    // Data that servers of all layouts begin with: the known user, and no log lines to write.
    await service.admin.settings({ logs: { maxDays: 0 } });
    await service.server().stop();
    const serve = async (
      layout: Layout,
      hooksPool: number,
      name: string,
      env: { [name: string]: string } = {},
    ) => {
      const dataDir = join(folder, name);
      await cp(service.dataDir, dataDir, { recursive: true });
      const hooksDir = join(folder, layout);
      const settings = { ...service.sandbox.settings, ...env };
      const server = await startServer({ dataDir, hooksDir, hooksPool, env: settings });
      started.push(server);
      return server;
    };
    for (const layout of LAYOUTS) await writeLayout(layout, join(folder, layout));

    const rows: string[][] = [];
    for (const hooksPool of [0, RUNTIMES]) {
      const where = hooksPool === 0 ? "a fresh runtime" : `one of ${hooksPool} runtimes`;
      const servers = new Map<Layout, ServerProcess>();
      for (const layout of LAYOUTS)
        servers.set(layout, await serve(layout, hooksPool, `${layout}-${hooksPool}`));
      for (const each of cases(service.sandbox, token)) {
        const costs = new Map(LAYOUTS.map((layout) => [layout, [] as number[]]));
        // The first round fills caches and counts for nothing; whoever goes first in one goes last in the next.
        for (let round = 0; round <= rounds; round++) {
          for (const layout of round % 2 === 0 ? LAYOUTS : LAYOUTS.toReversed()) {
            const micros = await cost(servers.get(layout) as ServerProcess, each);
            if (round > 0) costs.get(layout)?.push(micros);
          }
        }
        const cells = [...costs.values()].map(summarize);
        const words = cells.map(({ median, min, max }) =>
          [median, min, max].map((value) => value.toFixed(0)),
        );
        rows.push([`${each.name}, ${where}`, ...words.map(([mid, low, high]) => `${mid} (${low}–${high})`)]);
        say(`  ${rows.at(-1)?.join(" | ")}`);
      }
      for (const server of servers.values()) await server.stop();
    }
    const used = [];
    for (const layout of LAYOUTS) {
      const server = await serve(layout, RUNTIMES, `${layout}-memory`, TIDY);
      const before = (await memoryOf(server.pid)).now;
      const after = await memory(server);
      used.push(`${after.toFixed(0)} (${before.toFixed(0)} before)`);
      await server.stop();
    }
    rows.push([`MiB resident, ${RUNTIMES} runtimes in which every operation has run`, ...used]);
    const { cores, model, gibibytes } = machine();
    say(
      `\n${today()}; ${cores} cores (${model}), ${gibibytes} GiB; ${rounds} rounds of ${requests} requests.\n`,
    );
    say(table(["server CPU µs per request, median (spread)", ...LAYOUTS], rows));
  } finally {
    for (const server of started) await server.stop();
    await service.close();
    await rm(folder, { recursive: true, force: true });
  }
});
