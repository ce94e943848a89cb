/**
 * The drill: under load the primary dies, the standby takes over, the dead one comes back and follows; then a planned
 * switch the other way. Each step is a script of standby/, as an operator runs it.
 * @module
 */
import type { Sandbox } from "../../sandbox/server.ts";
import { Admin } from "../../tests/support/admin.ts";
import { SUPERUSER } from "../../tests/support/service.ts";
import { readRows } from "../shared/checks.ts";
import { MixedLoad } from "../shared/mixed-load.ts";
import { pause, type Say } from "../shared/program.ts";
import { type Random, randomFrom } from "../shared/random.ts";
import { takeLosses } from "./losses.ts";
import type { Machine } from "./machine.ts";
import { said, type Takeover } from "./result.ts";
import { verdict } from "./verdict.ts";

export interface DrillOptions {
  seed: number;
  /** Time under load before each end of a primary, in milliseconds. */
  loadMs: number;
  perSecond: number;
  /** A lost write older than this is a broken promise, in milliseconds. */
  boundMs: number;
}

const WORKERS = 12;

export class Drill {
  readonly takeovers: Takeover[] = [];
  readonly problems: string[] = [];
  readonly load: MixedLoad;
  readonly #random: Random;
  readonly #admin: Admin;

  constructor(
    private primary: Machine,
    private standby: Machine,
    sandbox: Sandbox,
    private readonly options: DrillOptions,
    private readonly say: Say,
  ) {
    const url = () => this.primary.server.url;
    this.#admin = new Admin(url, SUPERUSER);
    const service = {
      get url() {
        return url();
      },
      sandbox,
      admin: this.#admin,
    };
    const { seed, perSecond } = options;
    this.#random = randomFrom(seed);
    this.load = new MixedLoad(service, {
      seed,
      perSecond,
      workers: WORKERS,
      keepHistory: true,
      // Avatars are files, which Litestream does not send.
      without: ["uploadAvatar"],
    });
  }

  /** The first machine serves and sends, the second one follows. */
  async begin(): Promise<void> {
    await this.primary.serve();
    await this.#admin.token();
    await this.#admin.settings({ rateLimits: { enabled: false } });
    await this.primary.replicate();
    await this.standby.follow();
    await this.#inStep();
  }

  /** The primary dies under load; the standby takes over; the dead one comes back, and follows. */
  async crash(): Promise<void> {
    this.load.start();
    await pause(this.options.loadMs);
    const old = this.primary;
    const crashedAt = performance.now();
    const stopped = this.load.stop();
    await old.crash();
    await stopped;
    await this.#takeOver("crash", crashedAt);
    await this.#comeBack(old);
  }

  /** Both end in their own time, and the standby takes over: nothing may be lost. */
  async planned(): Promise<void> {
    this.load.start();
    await pause(this.options.loadMs);
    await this.load.stop();
    const old = this.primary;
    const endedAt = performance.now();
    await old.shutDown();
    const { losses } = await this.#takeOver("planned", endedAt);
    if (losses.ages.length > 0) this.#note([`a planned switch lost ${losses.ages.length} writes`]);
    await this.#rejoin(old);
  }

  async #takeOver(kind: Takeover["kind"], endedAt: number): Promise<Takeover> {
    [this.primary, this.standby] = [this.standby, this.primary];
    await this.primary.must("takeover.sh", "--fenced");
    await this.primary.serve();
    this.#note(this.load.tally.violations());
    this.load.newTally();
    if (!(await this.load.signUp())) this.#note(["the first sign-up after the takeover failed"]);
    const gapMs = performance.now() - endedAt;
    await this.primary.replicate();

    const rows = await readRows({ admin: this.#admin });
    const losses = takeLosses(rows, this.load.ledger, endedAt, this.options.boundMs);
    const takeover = { kind, losses, gapMs };
    this.takeovers.push(takeover);
    this.say(said(takeover));
    this.#note([
      ...losses.problems,
      ...(await verdict(this.#admin, this.primary.dataDir, rows, this.load, this.#random)),
    ]);
    return takeover;
  }

  /** The machine that died is switched on again: it must not serve, and what it still sends must spoil nothing. */
  async #comeBack(old: Machine): Promise<void> {
    await this.primary.hasSent();
    for (const script of ["may-serve.sh", "replicate.sh"]) {
      const { status, output } = await old.run(script);
      if (status !== 3) this.#note([`${script} on a primary that came back ended with ${status}: ${output}`]);
    }
    await old.litestream("replicate", "-once");
    await this.#rejoin(old);
  }

  /** The way back: the old primary's data are moved aside, and it follows the new one. */
  async #rejoin(old: Machine): Promise<void> {
    const { status } = await old.run("follow.sh", "data.db");
    if (status !== 2) this.#note([`follow.sh on a primary's folder ended with ${status}`]);
    await old.must("rejoin.sh", String(await this.primary.epoch()));
    await old.follow();
    await this.#inStep();
  }

  /** Waits until the copy has what the replica holds. */
  async #inStep(): Promise<void> {
    await this.primary.hasSent();
    await this.standby.must("lag.sh");
  }

  #note(problems: readonly string[]): void {
    for (const problem of problems) {
      this.say(`PROBLEM: ${problem}`);
      this.problems.push(problem);
    }
  }
}
