/**
 * `node --import tsx bench/moving/main.ts [--lines 1000000] [--bytes-per-line 2048] [--part-lines 100000] [--write]`: what
 * an import takes, beside a bare loop of saves and bare SQL; what each scheme of another system's hashes costs. `--write`
 * puts the figures into docs/performance.md.
 * @module
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startSandbox } from "../../sandbox/server.ts";
import { pocketbaseBinary } from "../../scripts/binary.ts";
import { projectRoot, runCommand, startServer } from "../../scripts/server-process.ts";
import { fillFile, grouped } from "../../tools/markdown.ts";
import { versionOf } from "../startup.ts";
import { openidOf, type Shape, writeExport } from "./export.ts";
import { mebibytes, report, type Step } from "./report.ts";
import { runWatched } from "../watched.ts";

const options = {
  lines: { type: "string", default: "1000000" },
  /** As long each line is made; 0 leaves it as it is, about 600 bytes. A million of 2048 are a file of 2 GB. */
  "bytes-per-line": { type: "string", default: "0" },
  /** People of each hundred whose password is wrapped: about 60 ms each. */
  passwords: { type: "string", default: "0" },
  /** How much of the file's beginning is imported again and is what the dry run is of; all where it is not said. */
  "part-lines": { type: "string", default: "" },
  /** Rows of the bare loops: fewer, for the time that they take. */
  bare: { type: "string", default: "50000" },
  /** Runs of each hash. */
  hashes: { type: "string", default: "11" },
  write: { type: "boolean", default: false },
} as const;
const { values } = parseArgs({ options });
const shape: Shape = {
  lines: Number(values.lines),
  passwords: Number(values.passwords),
  bytesPerLine: Number(values["bytes-per-line"]),
};
const [partLines, bare] = [Number(values["part-lines"] || shape.lines), Number(values.bare)];

const startedAt = performance.now();
const say = (text: string) =>
  console.log(`${((performance.now() - startedAt) / 60_000).toFixed(1).padStart(5)} min  ${text}`);

const folder = await mkdtemp(join(tmpdir(), "kit-bench-moving-"));
const sandbox = await startSandbox();
try {
  const hooksDir = join(folder, "hooks");
  await cp(join(projectRoot, "pb_hooks"), hooksDir, { recursive: true });
  await cp(join(projectRoot, "bench/hooks/moving.pb.js"), join(hooksDir, "moving.pb.js"));
  const fresh = join(folder, "fresh");
  await runCommand(["migrate", "up"], { dataDir: fresh });
  const freshCopy = async (name: string) => {
    await cp(fresh, join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const watched = (dataDir: string, ...args: string[]) => runWatched(args, { dataDir, hooksDir });
  const steps: Step[] = [];
  const step = async (name: string, people: number, dataDir: string, ...args: string[]) => {
    const run = await watched(dataDir, ...args);
    steps.push({ name, people, ...run });
    say(`${name}: ${grouped(people)} in ${run.seconds.toFixed(1)} s, ${run.peakMebibytes.toFixed(0)} MiB`);
  };
  const importOf = (file: string) => [
    "wechat-auth",
    "import",
    "--from",
    "leancloud",
    "--appid",
    sandbox.appid,
    file,
  ];

  await step("a bare loop of `$app.save`", bare, await freshCopy("saved"), "bench-save", String(bare));
  await step("bare SQL inserts", bare, await freshCopy("inserted"), "bench-insert", String(bare));

  const file = join(folder, "export.jsonl");
  const bytes = await writeExport(file, shape);
  say(`the file: ${grouped(shape.lines)} lines, ${mebibytes(bytes)}`);
  const imported = await freshCopy("imported");
  await step("import", shape.lines, imported, ...importOf(file));
  console.log(steps.at(-1)?.output);
  const part = partLines === shape.lines ? file : join(folder, "part.jsonl");
  if (part !== file) await writeExport(part, { ...shape, lines: partLines });
  await step("the same people again", partLines, imported, ...importOf(part));
  const nobody = await freshCopy("dry");
  await step("`--dry-run`, where nobody is yet", partLines, nobody, ...importOf(part), "--dry-run");

  const login = await firstLogin(imported, openidOf(shape.lines - 1));
  say(login);
  const hashes = await watched(await freshCopy("hashes"), "bench-hashes", values.hashes);
  const figures = report({
    command: `node --import tsx bench/moving/main.ts${given()}`,
    pocketbase: versionOf(pocketbaseBinary()),
    file: `${grouped(shape.lines)} lines, ${mebibytes(bytes)}`,
    steps,
    login,
    hashes: JSON.parse(hashes.output) as { [name: string]: number },
    hashRuns: values.hashes,
  });
  console.log(`\n${figures}`);
  if (values.write) {
    await fillFile(join(projectRoot, "docs/performance.md"), "moving", figures);
    say("written: docs/performance.md");
  }
} finally {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
}

/** Somebody who was imported logs in with their next code, right after a start. */
async function firstLogin(dataDir: string, openid: string): Promise<string> {
  const before = performance.now();
  const server = await startServer({ dataDir, env: { ...sandbox.settings } });
  try {
    const up = performance.now();
    const response = await fetch(`${server.url}/api/wechat/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ users_wx_code: sandbox.mintLoginCode({ openid }).code }),
    });
    const { meta } = (await response.json()) as { meta?: { data: { status: string } } };
    const took = (performance.now() - up).toFixed(0);
    return `The last person of the file logs in: \`${meta?.data.status}\`, ${took} ms after a start of ${(up - before).toFixed(0)} ms.`;
  } finally {
    await server.stop();
  }
}

/** The options of this run that are not as they are by themselves. */
function given(): string {
  const defaults: { [name: string]: { default: string | boolean } } = options;
  return Object.entries(values)
    .filter(([name, value]) => value !== defaults[name]?.default)
    .map(([name, value]) => (value === true ? ` --${name}` : ` --${name} ${value}`))
    .join("");
}
