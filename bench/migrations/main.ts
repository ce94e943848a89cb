/**
 * `node --import tsx bench/migrations/main.ts [--users 1000000]`: what the migrations take that came when there were users
 * already. Each series of files, by the first eight digits of their names, is applied by `pocketbase migrate up` of its own.
 * @module
 */
import { cp, mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pocketbaseBinary } from "../../scripts/binary.ts";
import { projectRoot, runCommand } from "../../scripts/server-process.ts";
import { provenance, table } from "../../tools/markdown.ts";
import { versionOf } from "../startup.ts";
import { runWatched } from "../watched.ts";
import { fillEarlierUsers, signEverybodyIn } from "./earlier-users.ts";

const { values } = parseArgs({ options: { users: { type: "string", default: "1000000" } } });
const users = Number(values.users);

/** The first series that a deployment with users may have lacked. */
const FIRST = "17955003";
const SERIES_DIGITS = 8;
const all = (await readdir(join(projectRoot, "pb_migrations"))).sort();
const isLater = (file: string) => file >= FIRST;
const series = [...new Set(all.filter(isLater).map((file) => file.slice(0, SERIES_DIGITS)))];

const folder = await mkdtemp(join(tmpdir(), "kit-bench-migrations-"));
const deployment = { dataDir: join(folder, "pb_data"), migrationsDir: join(folder, "pb_migrations") };

async function bring(files: string[]): Promise<void> {
  for (const file of files) {
    await cp(join(projectRoot, "pb_migrations", file), join(deployment.migrationsDir, file));
  }
}

/** Of the database and of its journal, where that was left. */
async function mebibytes(): Promise<number> {
  const sizes = ["data.db", "data.db-wal"].map((file) =>
    stat(join(deployment.dataDir, file)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 2 ** 20;
}

const rows: string[][] = [];
async function step(name: string, files: string[]): Promise<void> {
  await bring(files);
  const before = await mebibytes();
  const { seconds, cpuSeconds, peakMebibytes } = await runWatched(["migrate", "up"], deployment);
  const sizes = [before, await mebibytes()].map((size) => `${size.toFixed(0)} MiB`);
  rows.push([name, seconds.toFixed(1), cpuSeconds.toFixed(1), `${peakMebibytes.toFixed(0)} MiB`, ...sizes]);
  console.log(rows.at(-1)?.join(" | "));
}

try {
  await mkdir(deployment.migrationsDir);
  await bring(all.filter((file) => !isLater(file)));
  await runCommand(["migrate", "up"], deployment);
  await fillEarlierUsers(deployment, users);
  for (const digits of series) {
    const files = all.filter((file) => file.startsWith(digits));
    const names = files.map((file) => file.slice(file.indexOf("_") + 1).replace(/\.js$/, ""));
    await step(`\`${digits}*\`: ${names.join(", ")}`, files);
    // From then on there are identities, which the later series find.
    if (digits === FIRST) await signEverybodyIn(deployment, users);
  }
  await step("nothing to apply", []);
  const command = `node --import tsx bench/migrations/main.ts --users ${users}`;
  console.log(
    `\n${provenance(command, versionOf(pocketbaseBinary()))}.\n\n` +
      table(["files", "seconds", "CPU seconds", "peak memory", "database before", "after"], rows),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
