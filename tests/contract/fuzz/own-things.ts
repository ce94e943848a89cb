/**
 * Tickets and records that are there for one request alone: whatever it does to them, the next one has others.
 * @module
 */
import { type Pair, startScan, ticketAt } from "../../support/scanning.ts";
import type { Service, SignedIn } from "../../support/service.ts";

export const OWN_PICKS = {
  ticket: ["own ticket", "own ticket", "own ticket", "own ticket", "another's ticket"],
  secret: ["own secret", "own secret", "own secret", "own secret", "another's secret"],
  survivor_id: ["own survivor", "own survivor", "own survivor", "own absorbed"],
  absorbed_id: ["own absorbed", "own absorbed", "own absorbed", "own survivor"],
} as const;

export type OwnPick = (typeof OWN_PICKS)[keyof typeof OWN_PICKS][number];

export type OwnThings = { [P in OwnPick]?: string };

/** How far a ticket is brought for each operation, in turns; its caller opens and decides, where somebody must. */
const STATES: { [operation: string]: Parameters<typeof ticketAt>[1][] } = {
  scanStatus: ["pending", "scanned", "confirmed", "refused", "used"],
  scanLogin: ["confirmed", "confirmed", "scanned", "confirmed", "used"],
  scanOpen: ["pending", "pending", "scanned", "refused"],
  scanConfirm: ["scanned", "scanned", "pending", "confirmed", "refused"],
};

/** Another computer's ticket serves so many requests. */
const SHARED = 20;

export class OwnThingsMaker {
  #turn = 0;
  #other: Pair | null = null;

  constructor(
    private readonly service: Service,
    /** Who opens tickets that the caller cannot open. */
    private readonly somebody: SignedIn,
  ) {}

  /** @returns the things, and how many people came for it */
  async make(operation: string, caller: string | null): Promise<{ things: OwnThings; newcomers: number }> {
    const turn = this.#turn++;
    if (operation === "joinUsers") return { things: await this.#pairOfRecords(turn), newcomers: 2 };
    const states = STATES[operation];
    if (!states) throw new Error(`${operation} has no things of its own`);
    const user = caller === null ? this.somebody : { ...this.somebody, token: caller };
    const own = await ticketAt(this.service, states[turn % states.length] ?? "pending", user);
    if (turn % SHARED === 0) this.#other = null;
    this.#other ??= await startScan(this.service);
    const things = {
      "own ticket": own.ticket,
      "own secret": own.secret,
      "another's ticket": this.#other.ticket,
      "another's secret": this.#other.secret,
    };
    return { things, newcomers: 0 };
  }

  /** One with a phone and a password, one with a WeChat account; now one stays, now the other. */
  async #pairOfRecords(turn: number): Promise<OwnThings> {
    const ids = [(await this.service.platformUser()).id, (await this.service.wechatUser()).id];
    if (turn % 2 === 1) ids.reverse();
    return { "own survivor": ids[0] ?? "", "own absorbed": ids[1] ?? "" };
  }
}
