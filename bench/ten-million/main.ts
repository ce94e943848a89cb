/**
 * `node --import tsx bench/ten-million/main.ts [--users 10000000] [--write]`: what signing in costs when there are so many
 * users, beside the same with a thousand, and what the database weighs. `--write` puts it into docs/performance.md.
 * @module
 */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { POCKETBASE_VERSION } from "../../scripts/binary.ts";
import { projectRoot } from "../../scripts/server-process.ts";
import { fillFile, grouped, provenance, table } from "../../tools/markdown.ts";
import { memoryOf } from "../../tools/process-stats.ts";
import type { Load } from "../load.ts";
import { takeTurns } from "../measure.ts";
import { anybodysLogin, post } from "../requests.ts";
import { PRODUCTION, Stages } from "../stage.ts";
import { row, rowsOf } from "./rows.ts";
import { filled, type Filled, inUse, type Start, startsOf, type Used } from "./tables.ts";

const { values } = parseArgs({
  options: {
    users: { type: "string", default: "10000000" },
    rounds: { type: "string", default: "9" },
    /** Per side and round. */
    seconds: { type: "string", default: "3" },
    connections: { type: "string", default: "16" },
    /** Starts of each server. */
    starts: { type: "string", default: "5" },
    write: { type: "boolean", default: false },
  },
});
const pace = {
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  connections: Number(values.connections),
};
const SMALL = 1000;
const say = (text: string) => console.log(text);

const filling = (users: number, seconds: number) => say(` ${grouped(users)} after ${seconds.toFixed(0)} s`);

const requests: { name: string; load: (stages: Stages, used: Used) => Load }[] = [
  { name: "wechat/login, anybody", load: (stages, { users }) => anybodysLogin(stages, users) },
  {
    name: "refresh-token, anybody",
    load: (_stages, { tokens }) => {
      let turn = 0;
      const headers = () => ({ authorization: `Bearer ${tokens[turn++ % tokens.length]}` });
      return post("/api/system/refresh-token", 200, { headers });
    },
  },
  { name: "users-count", load: () => post("/api/system/users-count", 200) },
];

async function startRows(stages: Stages, small: Filled, large: Filled): Promise<string[][]> {
  say("starts");
  const times = Number(values.starts);
  const [few, many] = [await startsOf(stages, small, times), await startsOf(stages, large, times)];
  const compared = (name: string, figure: (start: Start) => number) =>
    row(name, few.map(figure), many.map(figure), " ms");
  return [
    compared("start to the first answer", ({ answered }) => answered),
    compared("CPU of a start until it rests", ({ cpu }) => cpu),
  ];
}

async function requestRows(stages: Stages, small: Filled, large: Filled): Promise<string[][]> {
  const rows: string[][] = [];
  const [base, ours] = [await inUse(stages, small), await inUse(stages, large)];
  for (const { name, load } of requests) {
    say(name);
    const side = (used: Used) => ({ name, stage: used.stage, load: load(stages, used) });
    const turns = await takeTurns({ ours: side(ours), base: side(base) }, pace, (round, a, b) =>
      say(
        ` round ${round}/${pace.rounds}: ${grouped(a.requestsPerSecond)} ÷ ${grouped(b.requestsPerSecond)}/s`,
      ),
    );
    rows.push(...rowsOf(name, turns));
  }
  const peak = async ({ stage }: Used) => [(await memoryOf(stage.pid)).peak];
  rows.push(row("memory of the server, at its most", await peak(base), await peak(ours), " MiB"));
  await Promise.all([base, ours].map(({ stage }) => stage.stop()));
  return rows;
}

const weight = async ({ dataDir }: Filled) => (await stat(join(dataDir, "data.db"))).size;

const stages = await Stages.open(PRODUCTION);
try {
  say("filling");
  const [small, large] = [
    await filled(stages, SMALL, filling),
    await filled(stages, Number(values.users), filling),
  ];
  const bytes = [await weight(small), await weight(large)] as const;
  const rows = [
    ...(await startRows(stages, small, large)),
    ...(await requestRows(stages, small, large)),
    row("data.db", [bytes[0] / 2 ** 20], [bytes[1] / 2 ** 20], " MiB"),
  ];
  const command = `node --import tsx bench/ten-million/main.ts --users ${values.users} --rounds ${pace.rounds} --seconds ${pace.seconds} --write`;
  const text = [
    `${provenance(command, `${POCKETBASE_VERSION}, Node ${process.version}`)}; driver, sandbox and server on the same machine. Filling the large table took ${grouped(large.seconds)} s.`,
    "",
    table(["what", ...[small, large].map(({ users }) => `${grouped(users)} users`), "ratio"], rows),
    "",
    `\`data.db\` of ${grouped(large.users)} users has ${grouped(bytes[1])} bytes: ${grouped(bytes[1] / large.users)} for each of them.`,
  ].join("\n");
  say(`\n${text}\n`);
  if (values.write) {
    await fillFile(join(projectRoot, "docs/performance.md"), "ten-million", text);
    say("written: docs/performance.md");
  }
} finally {
  await stages.close();
}
