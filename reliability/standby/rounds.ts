/**
 * Two machines, a replica between them, and so many rounds of the drill.
 * @module
 */
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "../../sandbox/server.ts";
import { projectRoot } from "../../scripts/server-process.ts";
import { hooksBesideOurs } from "../../tests/support/service.ts";
import { PATIENT } from "../shared/mixed-load.ts";
import type { Say } from "../shared/program.ts";
import { type Section, tallySection } from "../shared/report.ts";
import { Drill, type DrillOptions } from "./drill.ts";
import { Machine } from "./machine.ts";
import { takeoverSection } from "./result.ts";

export interface StandbyOptions extends DrillOptions {
  /** A migrated data folder with a superuser. */
  template: string;
  /** The Litestream binary. */
  litestream: string;
  /** Of each, a crash, a comeback and a planned switch. */
  rounds: number;
  /** How often changes are sent, in milliseconds. */
  syncMs: number;
}

export async function standbyRounds(
  options: StandbyOptions,
  say: Say,
  interrupted: AbortSignal,
): Promise<{ sections: Section[]; violations: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "kit-standby-"));
  const sandbox = await startSandbox();
  const hook = await readFile(join(projectRoot, "standby/litestream.pb.js"), "utf8");
  const hooksDir = await hooksBesideOurs({ "litestream.pb.js": hook });
  const site = {
    litestream: options.litestream,
    replica: join(folder, "replica"),
    syncInterval: `${options.syncMs}ms`,
    hooksDir,
    env: { ...sandbox.settings, ...PATIENT },
  };
  const machines = await Promise.all(["a", "b"].map((name) => Machine.create(name, folder, site)));
  const [a, b] = machines as [Machine, Machine];
  await mkdir(site.replica);
  await cp(options.template, a.dataDir, { recursive: true });
  const drill = new Drill(a, b, sandbox, options, say);
  try {
    await drill.begin();
    for (let round = 1; round <= options.rounds && !interrupted.aborted; round++) {
      say(`round ${round}/${options.rounds}`);
      await drill.crash();
      await drill.planned();
    }
  } finally {
    drill.load.client.close();
    for (const machine of machines) await machine.shutDown();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
    await rm(hooksDir, { recursive: true, force: true });
  }
  const title = `Changes sent every ${options.syncMs} ms to a folder, ${options.perSecond} requests a second, seed ${options.seed}:`;
  return {
    violations: [...drill.problems, ...drill.load.tally.violations()],
    sections: [
      takeoverSection(title, drill.takeovers),
      tallySection("The load of the last phase:", drill.load.tally),
    ],
  };
}
