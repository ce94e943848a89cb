/**
 * `node --import tsx reliability/crash/disk/main.ts`: a full disk and a read-only database, on disks of our own. Needs Linux and
 * root, or the right to make a namespace; what cannot be done is said and skipped.
 * @module
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withTemplate } from "../../../tests/support/template.ts";
import { type Outcome, run, type Say, wholeNumbers } from "../../shared/program.ts";
import { report, type Section } from "../../shared/report.ts";
import { fullDisk } from "./full-disk.ts";
import { hasOwnNamespace, NotPermitted, runInOwnNamespace, saySkipped } from "./mounts.ts";
import { brokenDisk, readOnlyFile } from "./read-only.ts";
import { type Scenario, Stage } from "./scenario.ts";

/** Long enough for the rarest write to be tried some times. */
const PATIENCE_MS = 20_000;

const SCENARIOS: readonly Scenario[] = [fullDisk, readOnlyFile, brokenDisk];

interface Options {
  seed: number;
  "phase-ms": number;
}

async function scenes(options: Options, say: Say, interrupted: AbortSignal): Promise<Outcome> {
  const sections: Section[] = [];
  const violations: string[] = [];
  await withTemplate(async (template) => {
    for (const { name, run } of SCENARIOS) {
      interrupted.throwIfAborted();
      const folder = await mkdtemp(join(tmpdir(), "kit-disk-"));
      const { seed, "phase-ms": phaseMs } = options;
      const stage = new Stage({ template, folder, seed, phaseMs, patienceMs: PATIENCE_MS, say, interrupted });
      say(`${name}, seed ${options.seed}`);
      try {
        sections.push(...(await run(stage)));
      } catch (error) {
        if (!(error instanceof NotPermitted)) throw error;
        saySkipped(name, error.message);
        sections.push({ title: `Skipped: ${name}`, head: ["why"], rows: [[error.message]] });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
      violations.push(...stage.problems);
    }
  });
  const command = `node --import tsx reliability/crash/disk/main.ts --seed ${options.seed}`;
  return { markdown: report("Full disk, read-only database", command, sections, violations), violations };
}

if (hasOwnNamespace()) {
  await run((say, interrupted) => {
    return scenes(wholeNumbers(process.argv.slice(2), { "phase-ms": 5000 }), say, interrupted);
  });
} else {
  const ended = await runInOwnNamespace(fileURLToPath(import.meta.url), process.argv.slice(2));
  if ("refused" in ended) saySkipped("full disk and read-only database", ended.refused);
  else process.exitCode = ended.code;
}
