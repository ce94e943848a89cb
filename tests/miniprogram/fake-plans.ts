/**
 * What a test has planned for calls that are still to come.
 * @module
 */
import type { HttpResult } from "./fake-network.ts";

/** What an app asked for. */
export interface Call {
  api: "request" | "uploadFile" | "login";
  /** Path and query of the address; empty for login. */
  path: string;
  method: string;
  header: { [name: string]: string };
  body: unknown;
  timeout: number;
}

/** A path, the name of an API, or whatever else can be said about a call. */
export type Match = string | ((call: Call) => boolean);

/**
 * An HTTP result or a `fail` in the service's place; nothing, ever; or what a bad connection does to a call that does
 * reach the service: its answer is lost, or the network layer sends it twice and hands over what the second one got.
 */
export type Planned = HttpResult | { errMsg: string } | "silence" | "lost" | "sent twice";

/** The outcome of a call, kept from the app. */
export interface Held {
  /** Resolves when the outcome is there. */
  arrived: Promise<void>;
  /** Lets the app have it. */
  release(): void;
}

export interface Plans {
  /** Decides the outcome of matching calls. */
  answer(match: Match, outcome: Planned, times?: number): void;
  /** Keeps back the outcome of the next matching call. */
  hold(match: Match): Held;
  /** The planned outcome of this call. */
  outcomeFor(call: Call): Planned | null;
  /** Resolves once the outcome of this call may be handed over. */
  passed(call: Call): Promise<void>;
}

export function createPlans(): Plans {
  const answers: { match: Match; outcome: Planned; times: number }[] = [];
  const holds: { match: Match; arrive(): void; released: Promise<void> }[] = [];

  const matching =
    (call: Call) =>
    ({ match }: { match: Match }) =>
      typeof match === "string" ? call.path === match || call.api === match : match(call);

  return {
    answer(match, outcome, times = 1) {
      answers.push({ match, outcome, times });
    },
    hold(match) {
      let arrive = () => {};
      let release = () => {};
      const arrived = new Promise<void>((resolve) => (arrive = resolve));
      const released = new Promise<void>((resolve) => (release = resolve));
      holds.push({ match, arrive, released });
      return { arrived, release };
    },
    outcomeFor(call) {
      const plan = answers.find(matching(call));
      if (plan && (plan.times -= 1) === 0) answers.splice(answers.indexOf(plan), 1);
      return plan?.outcome ?? null;
    },
    async passed(call) {
      const hold = holds.find(matching(call));
      if (!hold) return;
      holds.splice(holds.indexOf(hold), 1);
      hold.arrive();
      await hold.released;
    },
  };
}
