import { describe, expect, test } from "vitest";
import {
  decided,
  opened,
  redeemed,
  type ScanState,
  type ScanTicket,
  statusOf,
  type Step,
} from "../../src/domain/scan-ticket.ts";

const NOW = 1_800_000_000_000;
const END = NOW + 120_000;
const fresh: ScanTicket = {
  state: "pending",
  expiresAt: END,
  polledAt: 0,
  secret: "digest-of-secret",
  checkCode: "07",
  origin: { userAgent: "Windows 上的 Chrome 浏览器", address: "2001:db8::7", time: NOW },
  user: "",
  tokenKey: "",
};

const at = (state: ScanState): ScanTicket => ({
  ...fresh,
  state,
  user: state === "pending" ? "" : "mine",
  tokenKey: state === "confirmed" ? "key" : "",
});

type Moves = { [move: string]: (ticket: ScanTicket | null, now: number) => Step<string> };
const MOVES: Moves = {
  "opens, mine": (ticket, now) => opened(ticket, "mine", now),
  "opens, other": (ticket, now) => opened(ticket, "other", now),
  "yes, mine": (ticket, now) => decided(ticket, { user: "mine", approve: true, tokenKey: "key" }, now),
  "yes, other": (ticket, now) => decided(ticket, { user: "other", approve: true, tokenKey: "key" }, now),
  "no, mine": (ticket, now) => decided(ticket, { user: "mine", approve: false, tokenKey: "key" }, now),
  "no, other": (ticket, now) => decided(ticket, { user: "other", approve: false, tokenKey: "key" }, now),
  redeems: (ticket, now) => redeemed(ticket, "digest-of-secret", now),
  "redeems by another secret": (ticket, now) => redeemed(ticket, "digest-of-ticket", now),
};

/** What a move makes of a ticket: its new state, `gone`, or why nothing. */
function outcome(step: Step<string>): string {
  if ("refusal" in step) return step.refusal;
  return step.ticket?.state ?? "gone";
}

const NOT_FOUND = "ticket_not_found";
const TAKEN = "ticket_taken";
const UNCONFIRMED = "ticket_not_confirmed";

/** Every state × every move. */
const TABLE: { [state in ScanState]: { [move: string]: string } } = {
  pending: {
    "opens, mine": "scanned",
    "opens, other": "scanned",
    "yes, mine": TAKEN,
    "yes, other": TAKEN,
    "no, mine": TAKEN,
    "no, other": TAKEN,
    redeems: UNCONFIRMED,
    "redeems by another secret": NOT_FOUND,
  },
  scanned: {
    "opens, mine": "scanned",
    "opens, other": TAKEN,
    "yes, mine": "confirmed",
    "yes, other": TAKEN,
    "no, mine": "refused",
    "no, other": TAKEN,
    redeems: UNCONFIRMED,
    "redeems by another secret": NOT_FOUND,
  },
  confirmed: {
    "opens, mine": "confirmed",
    "opens, other": TAKEN,
    "yes, mine": "confirmed",
    "yes, other": TAKEN,
    "no, mine": TAKEN,
    "no, other": TAKEN,
    redeems: "gone",
    "redeems by another secret": NOT_FOUND,
  },
  refused: {
    "opens, mine": "refused",
    "opens, other": TAKEN,
    "yes, mine": TAKEN,
    "yes, other": TAKEN,
    "no, mine": "refused",
    "no, other": TAKEN,
    redeems: UNCONFIRMED,
    "redeems by another secret": NOT_FOUND,
  },
};
const STATES = Object.keys(TABLE) as ScanState[];
const EACH = STATES.flatMap((state) => Object.keys(MOVES).map((move) => ({ state, move })));

describe("a scan ticket", () => {
  test.each(EACH)("that is $state, when somebody $move", ({ state, move }) => {
    const before = at(state);
    const step = MOVES[move]?.(before, NOW) as Step<string>;
    expect(outcome(step)).toBe(TABLE[state][move]);
    // A move that changes nothing hands the ticket back as it is.
    if ("ticket" in step && step.ticket?.state === state) expect(step.ticket).toEqual(before);
    expect(before).toEqual(at(state));
  });

  test.each(EACH)("that is $state and has expired lets nobody do anything: $move", ({ state, move }) => {
    expect(outcome(MOVES[move]?.(at(state), END) as Step<string>)).toBe(NOT_FOUND);
    expect(outcome(MOVES[move]?.(at(state), END + 1e9) as Step<string>)).toBe(NOT_FOUND);
    expect(outcome(MOVES[move]?.(at(state), END - 1) as Step<string>)).toBe(TABLE[state][move]);
  });

  test.each(Object.keys(MOVES))("that is not there lets nobody do anything: %s", (move) => {
    expect(outcome(MOVES[move]?.(null, NOW) as Step<string>)).toBe(NOT_FOUND);
  });

  const PAIRS = EACH.flatMap(({ state, move }) => Object.keys(MOVES).map((next) => ({ state, move, next })));

  test("never becomes another one's, whichever two moves follow each other", () => {
    expect(PAIRS).toHaveLength(4 * 8 * 8);
    for (const { state, move, next } of PAIRS) {
      const one = MOVES[move]?.(at(state), NOW) as Step<string>;
      const between = "refusal" in one ? at(state) : one.ticket;
      const other = MOVES[next]?.(between, NOW) as Step<string>;
      const after = "refusal" in other ? between : other.ticket;
      const expected = between ? TABLE[between.state][next] : NOT_FOUND;
      // Whose it is decides, not who opened it in this table.
      if (between?.user !== "other")
        expect([state, move, next, outcome(other)]).toEqual([state, move, next, expected]);
      if (between?.user) expect(after === null || after.user === between.user).toBe(true);
      const redeems = [move, next].filter(
        (name, i) => name === "redeems" && outcome(i === 0 ? one : other) === "gone",
      );
      expect(redeems.length).toBeLessThanOrEqual(1);
    }
  });

  test("that another user has opened is theirs in every pair of moves", () => {
    const step = opened(fresh, "other", NOW);
    const theirs = "ticket" in step ? step.ticket : null;
    expect(outcome(opened(theirs, "mine", NOW))).toBe(TAKEN);
    expect(outcome(decided(theirs, { user: "mine", approve: true, tokenKey: "key" }, NOW))).toBe(TAKEN);
    expect(outcome(decided(theirs, { user: "other", approve: true, tokenKey: "key" }, NOW))).toBe(
      "confirmed",
    );
  });

  test("keeps the token key of the first yes, and none with a no", () => {
    const yes = (tokenKey: string) => ({ user: "mine", approve: true, tokenKey });
    const first = decided(at("scanned"), yes("first"), NOW);
    const again = "ticket" in first ? decided(first.ticket, yes("second"), NOW) : null;
    expect(again).toMatchObject({ ticket: { tokenKey: "first" } });
    expect(decided(at("scanned"), { ...yes("x"), approve: false }, NOW)).toMatchObject({
      ticket: { tokenKey: "" },
    });
  });
});

describe("what the computer is told", () => {
  test.each(STATES)("is %s until the end, and expired from the end on", (state) => {
    expect(statusOf(at(state), END - 1)).toBe(state);
    expect(statusOf(at(state), END)).toBe("expired");
  });
});
