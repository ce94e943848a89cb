/**
 * `node --import tsx bench/moving/main.ts [--lines 1000000] [--passwords 0]`: what an import takes, beside a bare loop of
 * saves and bare SQL; what each scheme of another system's hashes costs.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startSandbox } from "../../sandbox/server.ts";
import { pocketbaseBinary } from "../../scripts/binary.ts";
import { projectRoot, runCommand, startServer } from "../../scripts/server-process.ts";
import { machine, table, today } from "../../tools/markdown.ts";
import { memoryOf } from "../../tools/process-stats.ts";
import { openidOf, writeExport } from "./export.ts";

const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "1000000" },
    /** People of each hundred whose password is wrapped: about 60 ms each. */
    passwords: { type: "string", default: "0" },
    /** Rows of the bare loops, which are as fast at any size. */
    bare: { type: "string", default: "50000" },
    /** Runs of each hash. */
    hashes: { type: "string", default: "11" },
  },
});
const [lines, passwords, bare] = [Number(values.lines), Number(values.passwords), Number(values.bare)];

interface Run {
  seconds: number;
  peakMebibytes: number;
  output: string;
}

const LOOK_EVERY_MS = 100;

/** Runs a command of the binary and watches its memory. */
async function run(hooksDir: string, dataDir: string, ...args: string[]): Promise<Run> {
  const startedAt = performance.now();
  const child: ChildProcess = spawn(pocketbaseBinary(), [
    ...args,
    `--dir=${dataDir}`,
    `--hooksDir=${hooksDir}`,
    `--migrationsDir=${join(projectRoot, "pb_migrations")}`,
    ...["--dev=false", "--hooksWatch=false", "--automigrate=false"],
  ]);
  let [output, printed, peakMebibytes] = ["", "", 0];
  child.stdout?.on("data", (chunk) => (output += chunk));
  child.stderr?.on("data", (chunk) => (printed += chunk));
  const watch = setInterval(() => {
    memoryOf(child.pid ?? 0).then(
      ({ peak }) => (peakMebibytes = Math.max(peakMebibytes, peak || 0)),
      () => {
        // It has ended.
      },
    );
  }, LOOK_EVERY_MS);
  const [status] = await once(child, "close");
  clearInterval(watch);
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}: ${printed}`);
  return { seconds: (performance.now() - startedAt) / 1000, peakMebibytes, output };
}

const say = (text: string) => console.log(text);
const folder = await mkdtemp(join(tmpdir(), "kit-bench-moving-"));
const sandbox = await startSandbox();
try {
  const hooksDir = join(folder, "hooks");
  await cp(join(projectRoot, "pb_hooks"), hooksDir, { recursive: true });
  await cp(join(projectRoot, "bench/hooks/moving.pb.js"), join(hooksDir, "moving.pb.js"));
  const fresh = join(folder, "fresh");
  await runCommand(["migrate", "up"], { dataDir: fresh });
  const dataDir = async (name: string) => {
    await cp(fresh, join(folder, name), { recursive: true });
    return join(folder, name);
  };

  const file = join(folder, "export.jsonl");
  const bytes = await writeExport(file, { lines, passwords });
  say(`${lines} lines, ${Math.round(bytes / 2 ** 20)} MiB`);
  const imported = await dataDir("imported");
  const command = ["wechat-auth", "import", "--from", "leancloud", "--appid", sandbox.appid, file];
  const rows: string[][] = [];
  const note = (name: string, count: number, { seconds, peakMebibytes }: Run) => {
    rows.push([
      name,
      String(count),
      seconds.toFixed(1),
      (count / seconds).toFixed(0),
      peakMebibytes.toFixed(0),
    ]);
    say(rows.at(-1)?.join(" | ") ?? "");
  };
  const first = await run(hooksDir, imported, ...command);
  say(first.output);
  note("import", lines, first);
  note("the same import again", lines, await run(hooksDir, imported, ...command));
  note(
    "import --dry-run, nobody here yet",
    lines,
    await run(hooksDir, await dataDir("dry"), ...command, "--dry-run"),
  );
  note(
    "a bare loop of `app.save`",
    bare,
    await run(hooksDir, await dataDir("saved"), "bench-save", String(bare)),
  );
  note(
    "bare SQL inserts",
    bare,
    await run(hooksDir, await dataDir("inserted"), "bench-insert", String(bare)),
  );

  const startedAt = performance.now();
  const server = await startServer({ dataDir: imported, env: { ...sandbox.settings } });
  const up = performance.now();
  const { code } = sandbox.mintLoginCode({ openid: openidOf(lines - 1) });
  const response = await fetch(`${server.url}/api/wechat/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ users_wx_code: code }),
  });
  const { meta } = (await response.json()) as { meta?: { data: { status: string } } };
  const login = `first login: ${meta?.data.status}, ${(performance.now() - up).toFixed(0)} ms after a start of ${(up - startedAt).toFixed(0)} ms`;
  await server.stop();

  const hashes = await run(hooksDir, await dataDir("hashes"), "bench-hashes", values.hashes);
  const { cores, model, gibibytes } = machine();
  say(`\n${today()}; ${cores} cores (${model}), ${gibibytes} GiB.\n`);
  say(table(["what", "people", "seconds", "people/s", "peak MiB"], rows));
  say(`\n${login}\n`);
  const costs = Object.entries(JSON.parse(hashes.output) as { [name: string]: number });
  say(
    table(
      ["hash", "ms, median"],
      costs.map(([name, ms]) => [name, String(ms)]),
    ),
  );
} finally {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
}
