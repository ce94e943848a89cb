/**
 * Mixed load: many people at once, each doing what users of the service do.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Service } from "../../tests/support/service.ts";
import * as actions from "./actions.ts";
import { Client } from "./client.ts";
import { Ledger, type Person } from "./ledger.ts";
import { type Random, randomFrom } from "./random.ts";
import { Tally } from "./tally.ts";

/**
 * Environment of a service under mixed load: on a starved machine the sandbox, which runs in the driver's process, may
 * take longer than the default allows, and that is no fault of the service.
 */
export const PATIENT = { WECHAT_TIMEOUT_SECONDS: "30" };

export interface LoadOptions {
  seed: number;
  /** Actions under way at the same time. */
  workers: number;
  /** Actions per second over all workers; as fast as the answers come unless given. */
  perSecond?: number;
  /** Users beyond this number are deleted as new ones come, so that the data stay of one size. */
  population?: number;
  /** Keeps every acknowledged write with its time. */
  keepHistory?: boolean;
  /** Actions that are left out; somebody signs up instead. */
  without?: Choice[];
}

/** How often each action is chosen, out of 100. Hashing a password costs 60 ms of CPU, hence the small shares. */
const SHARES = {
  wechatSignUp: 20,
  wechatSignUpTwice: 3,
  wechatLogin: 22,
  completeProfile: 16,
  uploadAvatar: 3,
  register: 4,
  platformLogin: 3,
  refresh: 18,
  look: 8,
  remove: 3,
};
export type Choice = keyof typeof SHARES;
const LOTS = (Object.keys(SHARES) as Choice[]).flatMap((choice) =>
  Array<Choice>(SHARES[choice]).fill(choice),
);

export class MixedLoad {
  readonly ledger: Ledger;
  readonly client: Client;
  tally = new Tally();
  #running: Promise<unknown> | null = null;
  #stopping = false;
  #underWay = 0;
  #runs = 0;

  constructor(
    private readonly service: Pick<Service, "url" | "sandbox" | "admin">,
    private readonly options: LoadOptions,
  ) {
    this.client = new Client(() => this.service.url);
    this.ledger = new Ledger({ keepHistory: options.keepHistory });
  }

  /** Actions that wait for their answer at the moment. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Counts what comes from now on apart. */
  newTally(): Tally {
    this.tally = new Tally();
    return this.tally;
  }

  start(): void {
    this.#stopping = false;
    this.#runs += 1;
    const workers = Array.from({ length: this.options.workers }, (_, worker) => this.#work(worker));
    this.#running = Promise.all(workers);
  }

  /** Starts no further action, and waits for the answers of those under way (or the end of their connection). */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  /** One new WeChat user. @returns whether the sign-up was answered with success */
  async signUp(): Promise<boolean> {
    const { service, client, ledger, tally } = this;
    const before = tally.total().succeeded;
    await actions.wechatSignUp({ service, client, ledger, tally });
    return tally.total().succeeded > before;
  }

  async #work(worker: number): Promise<void> {
    const { seed, workers, perSecond } = this.options;
    const random = randomFrom(seed + this.#runs * 1000 + worker);
    const interval = perSecond === undefined ? 0 : (workers * 1000) / perSecond;
    // Spread over the first interval, so that the workers do not march in step.
    let due = performance.now() + (interval * worker) / workers;
    while (!this.#stopping) {
      if (interval > 0) {
        await sleep(Math.max(0, due - performance.now()));
        if (this.#stopping) return;
        due = Math.max(due + interval, performance.now());
      }
      this.#underWay += 1;
      await this.#act(random);
      this.#underWay -= 1;
    }
  }

  async #act(random: Random): Promise<void> {
    const { service, client, ledger, tally } = this;
    const scene: actions.Scene = { service, client, ledger, tally };
    const { population = Number.POSITIVE_INFINITY, without = [] } = this.options;
    const wanted = ledger.alive().length > population ? "remove" : (random.pick(LOTS) ?? "look");
    const choice = without.includes(wanted) ? "wechatSignUp" : wanted;
    switch (choice) {
      case "wechatSignUp":
      case "wechatSignUpTwice":
      case "register":
        return actions[choice](scene);
      case "look":
        return actions.look(scene, random.below(2) === 0 ? "health" : "usersCount");
      case "wechatLogin":
      case "completeProfile":
        return this.#for(
          random,
          (person) => person.kind === "WeChat",
          (person) => actions[choice](scene, person),
        );
      case "platformLogin":
        return this.#for(
          random,
          (person) => person.kind === "ManagePlatform",
          (person) => actions.platformLogin(scene, person),
        );
      default:
        return this.#for(
          random,
          () => true,
          (person) => actions[choice](scene, person),
        );
    }
  }

  /** Acts for somebody who fits and has nothing else under way; without one, a new user signs up. */
  async #for(
    random: Random,
    fits: (person: Person) => boolean,
    act: (person: Person) => Promise<void>,
  ): Promise<void> {
    const { service, client, ledger, tally } = this;
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const person = random.pick(ledger.alive());
      if (!person || person.busy || person.token === null || !fits(person)) continue;
      person.busy = true;
      await act(person);
      person.busy = false;
      return;
    }
    await actions.wechatSignUp({ service, client, ledger, tally });
  }
}
