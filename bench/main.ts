/**
 * `npm run bench`: measures the kit beside PocketBase itself and writes docs/performance.md and its chart.
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { POCKETBASE_VERSION } from "../scripts/binary.ts";
import { projectRoot } from "../scripts/server-process.ts";
import { fill, provenance } from "../tools/markdown.ts";
import { breakdown } from "./breakdown.ts";
import { measure, type Pace } from "./measure.ts";
import { chart, markdownTable, type Row, rowOf, startupRow } from "./report.ts";
import { scenarios } from "./scenarios.ts";
import { DEFAULTS, PRODUCTION, Stages } from "./stage.ts";
import { measureStartup, versionOf } from "./startup.ts";

const { values } = parseArgs({
  options: {
    /** One scenario alone, without `--write`. */
    scenario: { type: "string" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "4" },
    connections: { type: "string", default: "16" },
    /** Users of the large table. */
    users: { type: "string", default: "1000000" },
    /** Measure PocketBase as it starts by itself instead of the setup that docs/production.md advises. */
    defaults: { type: "boolean", default: false },
    /** PocketBase binaries whose start-up is measured, one row each; may be given several times. */
    binary: { type: "string", multiple: true, default: [] },
    /** Write docs/performance.md and docs/performance.svg. */
    write: { type: "boolean", default: false },
  },
});

const pace: Pace = {
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  connections: Number(values.connections),
};
const setup = values.defaults ? DEFAULTS : PRODUCTION;
const known = [...scenarios.map(({ id }) => id), "startup", "breakdown"];
if (values.scenario && !known.includes(values.scenario)) {
  console.error(`no scenario "${values.scenario}"; there are: ${known.join(", ")}`);
  process.exit(1);
}
if (values.scenario && values.write) {
  console.error("--write is for all scenarios: the figures of one would take the place of all");
  process.exit(1);
}
const wanted = (id: string) => !values.scenario || values.scenario === id;
const say = (text: string) => console.log(text);

async function measureScenarios(rows: Row[]): Promise<void> {
  for (const scenario of scenarios.filter(({ id }) => wanted(id))) {
    say(`${scenario.id}: ${scenario.title}`);
    const stages = await Stages.open(setup);
    try {
      for (const comparison of await scenario.prepare(stages, Number(values.users))) {
        say(` ${comparison.ours.name}`);
        rows.push(rowOf(await measure(comparison, pace, say)));
      }
    } finally {
      await stages.close();
    }
  }
}

const rows: Row[] = [];
await measureScenarios(rows);
if (wanted("startup")) {
  say("startup: start-up to the first 200");
  if (values.binary.length === 0) rows.push(startupRow(await measureStartup(setup, pace.rounds)));
  for (const binary of values.binary) {
    const version = versionOf(binary);
    say(` PocketBase ${version}`);
    rows.push(startupRow(await measureStartup({ ...setup, binary }, pace.rounds), version));
  }
}
const table = markdownTable(rows);
say(`\n${table}\n`);

let steps = "";
if (wanted("breakdown")) {
  say("breakdown: where the time goes");
  const stages = await Stages.open(setup);
  steps = await breakdown(stages, pace, say);
  await stages.close();
  say(`\n${steps}\n`);
}

if (values.write) {
  const command = `npm run bench -- --write --rounds ${pace.rounds} --seconds ${pace.seconds} --connections ${pace.connections} --users ${values.users}${values.defaults ? " --defaults" : ""}${values.binary.map((binary) => ` --binary ${binary}`).join("")}`;
  const head = `${provenance(command, `${POCKETBASE_VERSION}, Node ${process.version}`)}; driver, sandbox and server on the same machine.`;
  const file = join(projectRoot, "docs/performance.md");
  const document = await readFile(file, "utf8");
  await writeFile(file, fill(fill(document, "figures", `${head}\n\n${table}`), "breakdown", steps));
  await writeFile(join(projectRoot, "docs/performance.svg"), chart(rows));
  say("written: docs/performance.md, docs/performance.svg");
}
