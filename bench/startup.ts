/**
 * How long PocketBase takes from its start to the first answer, with our hooks and without any.
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Stage, Stages } from "./stage.ts";

/** The most that our hooks may add. */
export const STARTUP_TARGET_MS = 150;

/** Milliseconds from spawning the process to its first 200 on the native health route. */
async function startOnce(stages: Stages, dataDir: string, hooks: boolean): Promise<number> {
  const startedAt = performance.now();
  const stage: Stage = await stages.start(dataDir, { hooks });
  while (!(await fetch(`${stage.url}/api/health`)).ok) await delay(1);
  const took = performance.now() - startedAt;
  await stage.stop();
  return took;
}

/** One pair of starts per round, on data that is already migrated. */
export async function measureStartup(stages: Stages, rounds: number) {
  const dataDir = await stages.prepareData("startup");
  const pairs: { ours: number; base: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const ours = await startOnce(stages, dataDir, true);
    pairs.push({ ours, base: await startOnce(stages, dataDir, false) });
  }
  return pairs;
}
