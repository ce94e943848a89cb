/**
 * One kind of trouble with a disk, from the healthy service to the healthy service.
 * @module
 */
import { type Service, startService } from "../../../tests/support/service.ts";
import { checkCounter, checkEverything, checkRecords, checkTokens } from "../../shared/checks.ts";
import { MixedLoad, PATIENT } from "../../shared/mixed-load.ts";
import type { Say } from "../../shared/program.ts";
import { type Random, randomFrom } from "../../shared/random.ts";
import type { Section } from "../../shared/report.ts";

export interface Scenario {
  name: string;
  /** Makes the disk, makes the trouble, ends it. @throws NotPermitted when the machine does not let us */
  run(stage: Stage): Promise<Section[]>;
}

const WORKERS = 8;
const SAMPLE = 100;

export interface StageOptions {
  /** A migrated data folder with a superuser. */
  template: string;
  /** An empty folder for mount points and images. */
  folder: string;
  seed: number;
  /** Length of one phase under load, in milliseconds. */
  phaseMs: number;
  /** How long to wait for what has to happen, in milliseconds. */
  patienceMs: number;
  say: Say;
  interrupted: AbortSignal;
}

/** What a scenario works with, and where it notes what went wrong. */
export class Stage {
  /** Broken promises. */
  readonly problems: string[] = [];
  readonly random: Random;

  constructor(readonly options: StageOptions) {
    this.random = randomFrom(options.seed);
  }

  say(line: string): void {
    this.options.say(line);
  }

  /** @param when the phase that the problems belong to */
  note(when: string, problems: readonly string[]): void {
    for (const problem of problems) {
      this.say(`PROBLEM, ${when}: ${problem}`);
      this.problems.push(`${when}: ${problem}`);
    }
  }

  /** Runs `work` with a service whose data lie under `folder`. */
  async withService<T>(folder: string, work: (service: Service, load: MixedLoad) => Promise<T>): Promise<T> {
    const service = await startService({ from: this.options.template, under: folder, env: PATIENT });
    const load = new MixedLoad(service, { seed: this.options.seed, workers: WORKERS });
    try {
      // Before the trouble: signing a superuser in writes to the database.
      await service.admin.token();
      return await work(service, load);
    } finally {
      load.client.close();
      await service.close();
    }
  }

  /** Everything, on a database that can be written to. @returns the number of users */
  async checkAll(when: string, service: Service, { client, ledger }: MixedLoad): Promise<number> {
    const { rows, problems } = await checkEverything(service, client, ledger, this.random, SAMPLE);
    this.note(when, problems);
    return rows;
  }

  /** What can be checked while nothing can be written. */
  async checkReads(when: string, service: Service, { client, ledger }: MixedLoad): Promise<void> {
    const { rows, problems } = await checkRecords(service, ledger);
    const people = ledger.people.filter(({ token }) => token !== null).slice(-SAMPLE);
    this.note(when, problems);
    this.note(when, await checkCounter(client, rows));
    this.note(when, await checkTokens(client, people));
  }
}
