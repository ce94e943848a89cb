/**
 * How long PocketBase takes from its start to the first answer, with our hooks and without any.
 * @module
 */
import { execFileSync } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { type Setup, type Stage, Stages } from "./stage.ts";

/** The most that our hooks may add. */
export const STARTUP_TARGET_MS = 50;

/** Milliseconds from spawning the process to its first 200 on the native health route. */
async function startOnce(stages: Stages, dataDir: string, hooks: boolean): Promise<number> {
  const startedAt = performance.now();
  const stage: Stage = await stages.start(dataDir, { hooks });
  while (!(await fetch(`${stage.url}/api/health`)).ok) await delay(1);
  const took = performance.now() - startedAt;
  await stage.stop();
  return took;
}

export interface Start {
  ours: number;
  base: number;
}

/** One pair of starts per round, on data that is already migrated. */
export async function measureStartup(setup: Setup, rounds: number): Promise<Start[]> {
  const stages = await Stages.open(setup);
  try {
    const dataDir = await stages.prepareData("startup");
    const pairs: Start[] = [];
    for (let round = 0; round < rounds; round++) {
      const ours = await startOnce(stages, dataDir, true);
      pairs.push({ ours, base: await startOnce(stages, dataDir, false) });
    }
    return pairs;
  } finally {
    await stages.close();
  }
}

/** What a binary says that it is: the version alone. */
export function versionOf(binary: string): string {
  const said = execFileSync(binary, ["--version"]).toString();
  const [, version] = /version (\S+)/.exec(said) ?? [];
  if (version === undefined) throw new Error(`${binary} does not say which PocketBase it is: ${said}`);
  return version;
}
