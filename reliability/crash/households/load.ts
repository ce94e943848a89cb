/**
 * Households at their moves, some at the same time, beside the mixed load.
 * @module
 */
import { type Random, randomFrom } from "../../shared/random.ts";
import { BEFORE_ALL, type Household, movesFrom } from "./household.ts";
import { make, type Scene } from "./moves.ts";

/** Of so many moves one is a household's last, so that households rest in every state. */
const LEAVES_AFTER = 10;

export class HouseholdLoad {
  readonly all: Household[] = [];
  /** Those that go on, now or after the next start. */
  readonly #living: Household[] = [];
  #running: Promise<unknown> | null = null;
  #stopping = false;
  #runs = 0;

  constructor(
    private readonly scene: Scene,
    private readonly seed: number,
  ) {}

  /** @param count how many move at the same time */
  start(count: number): void {
    this.#stopping = false;
    this.#runs += 1;
    const randoms = Array.from({ length: count }, (_, i) =>
      randomFrom(this.seed + this.#runs * 1000 + 500 + i),
    );
    this.#running = Promise.all(randoms.map((random) => this.#live(random)));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  async #live(random: Random): Promise<void> {
    while (!this.#stopping) {
      const household = this.#living.pop() ?? this.#found();
      const [state] = household.possible;
      const move = state && random.pick(movesFrom(state));
      // Closed: for good.
      if (!move) continue;
      const answered = await make(move, household, this.scene);
      if (!answered || random.below(LEAVES_AFTER) > 0) this.#living.unshift(household);
      // No answer: nothing more is certain of it before the next start.
      if (!answered) return;
    }
  }

  #found(): Household {
    const household: Household = {
      serial: this.all.length,
      platform: null,
      guest: null,
      possible: [BEFORE_ALL],
    };
    this.all.push(household);
    return household;
  }
}
