import { describe, expect, test } from "vitest";
import type { ScanState, ScanTicket } from "../../src/domain/scan-ticket.ts";
import { formatTicket, parseTicket, polled, progressOf } from "../../src/domain/scan-ticket-text.ts";

const NOW = 1_800_000_000_000;
const SECRET = "0123456789abcdef0123456789abcdef";
const fresh: ScanTicket = {
  state: "pending",
  expiresAt: NOW + 120_000,
  polledAt: 0,
  secret: SECRET,
  checkCode: "07",
  origin: { userAgent: "Windows 上的 Chrome 浏览器", address: "2001:db8::7", time: NOW },
  user: "",
  tokenKey: "",
};
const STATES: ScanState[] = ["pending", "scanned", "confirmed", "refused"];
const at = (state: ScanState): ScanTicket => ({
  ...fresh,
  state,
  polledAt: state === "pending" ? 0 : NOW,
  user: state === "pending" ? "" : "abcdefghijklmno",
  tokenKey: state === "confirmed" ? SECRET : "",
});

describe("a ticket's text", () => {
  test.each(STATES)("brings it back as it was: %s", (state) => {
    const text = formatTicket(at(state));
    expect(text).toMatch(/^[!-~]+$/);
    expect(parseTicket(text)).toEqual(at(state));
    const { expiresAt, user } = at(state);
    expect(progressOf(text)).toEqual({ state, expiresAt, user });
  });

  test("bears whatever stands in an id, an address or a browser's name", () => {
    const origin = { userAgent: "a|b, c\n", address: "fe80::1%eth0|x\n", time: NOW };
    const odd = { ...fresh, user: "a|b c", origin };
    expect(formatTicket(odd)).toMatch(/^[!-~]+$/);
    expect(parseTicket(formatTicket(odd))).toEqual(odd);
    expect(progressOf(formatTicket(odd)).user).toBe("a|b c");
  });
});

describe("polling", () => {
  const never = formatTicket(fresh);
  const last = formatTicket({ ...fresh, polledAt: NOW });
  const asked = (time: number) => ({ text: formatTicket({ ...fresh, polledAt: time }) });

  test("is answered once an interval, a tenth of a second early at most", () => {
    expect(polled(never, SECRET, NOW, 2)).toEqual(asked(NOW));
    expect(polled(last, SECRET, NOW, 2)).toEqual({ tooEarlyMs: 2000 });
    expect(polled(last, SECRET, NOW + 1899, 2)).toEqual({ tooEarlyMs: 101 });
    expect(polled(last, SECRET, NOW + 1900, 2)).toEqual(asked(NOW + 1900));
    expect(polled(last, SECRET, NOW + 5900, 6)).toEqual(asked(NOW + 5900));
  });

  test("changes nothing of the ticket but when it was asked about, expired or not", () => {
    for (const state of STATES) {
      const outcome = polled(formatTicket({ ...at(state), polledAt: 0 }), SECRET, NOW + 1e9, 2);
      expect(parseTicket("text" in outcome ? outcome.text : "")).toEqual({
        ...at(state),
        polledAt: NOW + 1e9,
      });
    }
  });

  test("is always answered where no interval is set", () => {
    expect(polled(last, SECRET, NOW, 0)).toEqual(asked(NOW));
  });

  test("is not silenced for longer than an interval by a clock that was set back", () => {
    expect(polled(last, SECRET, NOW - 1e6, 2)).toEqual({ tooEarlyMs: 2000 });
  });

  test("needs the secret, however often it is tried", () => {
    for (const secret of ["", SECRET.slice(1), `${SECRET}0`, SECRET.replace("0", "1")])
      expect(polled(never, secret, NOW, 2)).toEqual({ refusal: "ticket_not_found" });
    expect(polled(null, SECRET, NOW, 2)).toEqual({ refusal: "ticket_not_found" });
  });
});
