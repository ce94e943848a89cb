/**
 * `npm run test:versions`: the HTTP suite on each PocketBase version that people run, built from PocketBase's own Go
 * module as its releases are. `--only 0.40.4` takes one version, `--write` puts the table into docs/versions.md.
 * @module
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { filledIn, fillFile, today } from "../tools/markdown.ts";
import { goInstall, NotBuilt } from "./go-install.ts";
import { projectRoot } from "./server-process.ts";

interface Version {
  number: string;
  /** Go's own toolchain where the module asks for a newer one than the machine may have; `go` fetches it by itself. */
  toolchain: string;
  why: string;
}

const VERSIONS: Version[] = [
  { number: "0.39.1", toolchain: "local", why: "what `npm ci` brings; CVE-2026-82410 is open in it" },
  { number: "0.39.11", toolchain: "local", why: "the oldest that we advise" },
  { number: "0.40.4", toolchain: "go1.27.3", why: "the newest" },
];

interface Outcome {
  version: Version;
  passed: number;
  failed: string[];
}

const PAGE = join(projectRoot, "docs/versions.md");
const MARK = "versions";

/**
 * PocketBase's main package, built as its releases are.
 * @returns the binary's path; null, with the reason said, where its source or its toolchain cannot be had
 */
async function build({ number, toolchain }: Version): Promise<string | null> {
  const folder = join(projectRoot, ".cache/pocketbase-go", number);
  const binary = join(folder, "pocketbase");
  if (existsSync(binary)) return binary;
  console.log(`PocketBase ${number}: building`);
  const flags = ["-ldflags", `-s -w -X github.com/pocketbase/pocketbase.Version=${number}`];
  const name = `github.com/pocketbase/pocketbase/examples/base@v${number}`;
  try {
    await goInstall({ package: name, folder, flags, toolchain });
  } catch (error) {
    if (!(error instanceof NotBuilt)) throw error;
    console.log(`SKIPPED: the suite on PocketBase ${number}, which could not be built: ${error.message}`);
    return null;
  }
  await rename(join(folder, "base"), binary);
  return binary;
}

/** What of vitest's report is read here. */
interface Report {
  numPassedTests: number;
  testResults: { name: string; assertionResults: { status: string; fullName: string }[] }[];
}

async function runSuite(version: Version, binary: string): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "versions-"));
  const file = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const vitest = join(projectRoot, "node_modules/vitest/vitest.mjs");
  const child = spawn(process.execPath, [vitest, "run", "--project", "http", ...reporters], {
    cwd: projectRoot,
    env: { ...process.env, POCKETBASE_BIN: binary },
    stdio: "inherit",
  });
  const [status] = (await once(child, "close")) as [number | null];
  try {
    const report = JSON.parse(await readFile(file, "utf8")) as Report;
    const failed = report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === "failed")
        .map(({ fullName }) => `${name.slice(projectRoot.length + 1)}: ${fullName}`),
    );
    // A file that cannot be loaded, or an error outside of any test, has no test that failed.
    if (status !== 0 && failed.length === 0) failed.push(`vitest ended with ${status}`);
    return { version, passed: report.numPassedTests, failed };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function rowOf({ version, passed, failed }: Outcome): string {
  const result =
    failed.length === 0 ? `all ${passed} pass` : `${failed.length} of ${passed + failed.length} fail`;
  return `| ${version.number} | ${version.why} | ${result} | ${today()} |`;
}

/** @param earlier the page's table: rows of versions that did not run now stay */
function table(outcomes: Outcome[], earlier = ""): string {
  const rows = VERSIONS.map(({ number }) => {
    const outcome = outcomes.find(({ version }) => version.number === number);
    return outcome ? rowOf(outcome) : earlier.split("\n").find((line) => line.startsWith(`| ${number} `));
  });
  return [
    "`npm run test:versions -- --write`:",
    "",
    "| PocketBase | what it is | HTTP suite | run on |",
    "| --- | --- | --- | --- |",
    ...rows.filter((row) => row !== undefined),
  ].join("\n");
}

async function writeTable(outcomes: Outcome[]): Promise<void> {
  const earlier = filledIn(await readFile(PAGE, "utf8"), MARK);
  await fillFile(PAGE, MARK, table(outcomes, earlier));
}

const { values } = parseArgs({
  options: { only: { type: "string" }, write: { type: "boolean", default: false } },
});
const chosen = VERSIONS.filter(({ number }) => values.only === undefined || values.only === number);
if (chosen.length === 0) {
  console.error(`--only takes one of ${VERSIONS.map(({ number }) => number).join(", ")}`);
  process.exit(2);
}
const outcomes: Outcome[] = [];
for (const version of chosen) {
  const binary = await build(version);
  if (binary !== null) outcomes.push(await runSuite(version, binary));
}
if (outcomes.length > 0) console.log(`\n${table(outcomes)}`);
for (const { version, failed } of outcomes) {
  for (const name of failed) console.error(`${version.number} ${name}`);
}
if (values.write) await writeTable(outcomes);
process.exitCode = outcomes.some(({ passed, failed }) => passed === 0 || failed.length > 0) ? 1 : 0;
