/**
 * Mixed load at an even pace for a long time, while memory, open files and latency are watched.
 * @module
 */
import { startService } from "../../tests/support/service.ts";
import { memoryOf, openFilesOf } from "../../tools/process-stats.ts";
import { median, percentile } from "../../tools/statistics.ts";
import { checkEverything } from "../shared/checks.ts";
import { MixedLoad, PATIENT } from "../shared/mixed-load.ts";
import { pause, type Say } from "../shared/program.ts";
import { randomFrom } from "../shared/random.ts";
import type { Tally } from "../shared/tally.ts";
import type { Sample } from "./growth.ts";

export interface SoakOptions {
  template: string;
  seed: number;
  milliseconds: number;
  /** Between two samples of memory and open files. */
  sampleMs: number;
  /** Actions per second. */
  perSecond: number;
  /** Users in the table once it has filled up; the data must not grow, or the caches would with them. */
  population: number;
}

export interface SoakResult {
  samples: Sample[];
  /** One per third of the time. */
  tallies: Tally[];
  users: number;
  problems: string[];
}

const WORKERS = 16;
const LINES_OF_PROGRESS = 20;

export async function soak(options: SoakOptions, say: Say, interrupted: AbortSignal): Promise<SoakResult> {
  const { seed, milliseconds, sampleMs, perSecond, population } = options;
  const service = await startService({ from: options.template, env: PATIENT });
  const load = new MixedLoad(service, { seed, workers: WORKERS, perSecond, population });
  const samples: Sample[] = [];
  const tallies: Tally[] = [];
  try {
    await service.admin.token();
    const { pid } = service.server();
    const started = performance.now();
    const passed = () => performance.now() - started;
    let said = 0;
    for (let third = 1; third <= 3 && !interrupted.aborted; third += 1) {
      tallies.push(load.newTally());
      if (third === 1) load.start();
      while (passed() < (milliseconds * third) / 3 && !interrupted.aborted) {
        await pause(sampleMs, interrupted);
        const sample = { at: passed(), memory: (await memoryOf(pid)).now, openFiles: await openFilesOf(pid) };
        samples.push(sample);
        if (sample.at < (milliseconds * said) / LINES_OF_PROGRESS) continue;
        said += 1;
        say(`${sample.memory.toFixed(0)} MiB, ${sample.openFiles} open files, ${progress(tallies)}`);
      }
    }
    await load.stop();
    const checked = await checkEverything(service, load.client, load.ledger, randomFrom(seed), 100);
    const problems = [...tallies.flatMap(unexpected), ...checked.problems];
    return { samples, tallies, users: checked.rows, problems };
  } finally {
    await load.stop();
    load.client.close();
    await service.close();
  }
}

function progress(tallies: readonly Tally[]): string {
  const latencies = tallies.at(-1)?.latencies() ?? [];
  const answered = tallies.reduce((sum, tally) => sum + tally.total().succeeded, 0);
  return `${answered} answers, median ${median(latencies).toFixed(1)} ms, p99 ${percentile(latencies, 0.99).toFixed(1)} ms`;
}

function unexpected(tally: Tally): string[] {
  const { refused, lost } = tally.total();
  return [
    ...tally.violations(),
    ...(refused + lost > 0 ? [`${refused} requests refused, ${lost} without an answer`] : []),
  ];
}
