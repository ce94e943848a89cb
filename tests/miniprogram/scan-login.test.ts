import { describe, expect, test, vi } from "vitest";
import type {
  FetchOptions,
  FetchResponse,
  ScanLoginOptions,
  ScanLoginState,
} from "../../miniprogram/web/scan-login.d.ts";
import type * as scanLoginModule from "../../miniprogram/web/scan-login.d.ts";
import { ownService } from "../support/scenarios.ts";
import { decide, MANY_TICKETS, open } from "../support/scanning.ts";

const { scanLogin } = (await import(
  new URL("../../miniprogram/web/scan-login.mjs", import.meta.url).href
)) as typeof scanLoginModule;

/** What a page is told, and a way to wait for the next of it. */
function watched(options: Omit<ScanLoginOptions, "onState">) {
  const states: ScanLoginState[] = [];
  const onState = vi.fn((state: ScanLoginState) => void states.push(state));
  const login = scanLogin({ ...options, onState });
  const reaches = async <S extends ScanLoginState["status"]>(status: S) =>
    vi.waitFor(
      () => {
        const found = states.find((state) => state.status === status);
        if (!found) throw new Error(`no ${status} in ${states.map((state) => state.status)}`);
        return found as ScanLoginState & { status: S };
      },
      { timeout: 8000, interval: 20 },
    );
  const names = () => states.map(({ status }) => status);
  return { login, states, reaches, names };
}

describe("scanLogin in front of the service", () => {
  const env = { ...MANY_TICKETS, SCAN_LINK_BASE: "https://example.com/scan", SCAN_POLL_SECONDS: "1" };
  const started = ownService({ env });
  const ticketIn = (link: string | null) => String(link).split("ticket=")[1] ?? "";

  test("tells of each step once, up to the token", async () => {
    const service = started();
    const user = await service.wechatUser();
    await service.admin.updateUser(user.id, { users_name: "小明" });
    const page = watched({ baseURL: `${service.url}/` });
    const { code } = await page.reaches("pending");
    expect(code.checkCode).toMatch(/^\d\d$/);
    expect(code.image).toBeNull();
    expect(code.expiresAt - Date.now()).toBeGreaterThan(100_000);
    const ticket = ticketIn(code.link);
    expect((await open(service, user, ticket)).body.data.check_code).toBe(code.checkCode);
    expect((await page.reaches("scanned")).scanner).toEqual({ users_name: "小明", users_picture: "" });
    await decide(service, user, ticket, true);
    const { answer } = await page.reaches("signed_in");
    expect(answer.record.id).toBe(user.id);
    expect(page.names()).toEqual(["starting", "pending", "scanned", "confirmed", "signed_in"]);
    expect((await service.call("refreshToken", { token: answer.token })).status).toBe(200);
  });

  test("tells of a refusal, and a refresh gets another code", async () => {
    const service = started();
    const user = await service.wechatUser();
    const page = watched({ baseURL: service.url });
    const first = ticketIn((await page.reaches("pending")).code.link);
    await open(service, user, first);
    await decide(service, user, first, false);
    await page.reaches("refused");
    page.states.length = 0;
    page.login.refresh();
    expect(ticketIn((await page.reaches("pending")).code.link)).not.toBe(first);
    page.login.stop();
    expect(page.names()).toEqual(["starting", "pending"]);
  });

  test("says that a code is over which the service no longer knows", async () => {
    const service = started();
    const page = watched({ baseURL: service.url });
    await page.reaches("pending");
    const { url } = service;
    await service.restart();
    // The service came back at another port, so the page's questions are led there.
    page.login.stop();
    const moved = watched({
      baseURL: url,
      fetch: (address, options) => fetch(address.replace(url, service.url), options),
    });
    await moved.reaches("pending");
    await service.restart();
    await moved.reaches("expired");
    expect(moved.names()).toEqual(["starting", "pending", "expired"]);
  });

  test("tells why there is no code, in words for the user, with the seconds to wait", async () => {
    const service = started();
    await service.restart({ env: { SCAN_MAX_STARTS: "1" } });
    const page = watched({ baseURL: service.url });
    await page.reaches("pending");
    page.login.refresh();
    const failure = await page.reaches("failed");
    expect(failure).toMatchObject({ reason: "rate_limited", message: "请求过于频繁，请稍后再试" });
    expect(failure.retryAfter).toBeGreaterThan(50);
  });
});

/** A service that answers as it is told, call by call. */
function scripted(answers: { [action: string]: (object | "lost" | "never")[] }) {
  const calls: { action: string; body: unknown }[] = [];
  const fetch = async (url: string, { body }: FetchOptions): Promise<FetchResponse> => {
    const action = url.replace("/api/platform/scan-", "");
    calls.push({ action, body: body && JSON.parse(body) });
    const answer = answers[action]?.shift();
    if (answer === "never") return new Promise(() => {});
    if (!answer || answer === "lost") throw new TypeError("Failed to fetch");
    const { code } = answer as { code?: number };
    return { status: code ?? 200, json: async () => answer };
  };
  return { fetch, calls };
}

const START = {
  code: 200,
  data: {
    ticket: "t",
    secret: "s",
    check_code: "42",
    image: "data:image/png;base64,AA==",
    expires_in: 120,
    interval: 2,
  },
};
const status = (value: string) => ({ code: 200, data: { status: value } });
const refusal = (code: number, reason: string, retry_after?: number) => ({
  code,
  msg: "说明",
  data: { reason, ...(retry_after && { retry_after }) },
});
const SIGNED_IN = { token: "token", record: { id: "1" }, meta: { code: 200 } };

describe("scanLogin over a line that drops answers", () => {
  /** Runs to the end on a clock that is moved. */
  async function run(answers: Parameters<typeof scripted>[0], seconds = 130) {
    vi.useFakeTimers();
    try {
      const { fetch, calls } = scripted(answers);
      const states: ScanLoginState[] = [];
      const login = scanLogin({ baseURL: "", fetch, onState: (state) => states.push(state) });
      await vi.advanceTimersByTimeAsync(seconds * 1000);
      login.stop();
      return { states, names: states.map((state) => state.status), calls };
    } finally {
      vi.useRealTimers();
    }
  }

  test("asks again, at the pace it is told", async () => {
    const { names, calls } = await run({
      start: [START],
      status: [
        "lost",
        refusal(429, "rate_limited", 7),
        refusal(502, "http_error"),
        "never",
        status("confirmed"),
      ],
      login: [SIGNED_IN],
    });
    expect(names).toEqual(["starting", "pending", "confirmed", "signed_in"]);
    expect(calls.map(({ action }) => action)).toEqual(["start", ...Array(5).fill("status"), "login"]);
    expect(calls[1]?.body).toEqual({ ticket: "t", secret: "s" });
    expect(calls[0]?.body).toBeUndefined();
  });

  test("lets the code expire when no answer comes any more", async () => {
    const { names } = await run({ start: [START] });
    expect(names).toEqual(["starting", "pending", "expired"]);
  });

  test("tells of no code when the first call is lost", async () => {
    const { states } = await run({ start: ["lost"] });
    expect(states.at(-1)).toEqual({
      status: "failed",
      reason: "network_error",
      message: "网络不可用，请稍后重试",
      retryAfter: null,
    });
  });

  test("repeats a sign-in that was lost; a code that was used by it is over", async () => {
    const { names } = await run({
      start: [START],
      status: [status("confirmed")],
      login: ["lost", refusal(404, "ticket_not_found")],
    });
    expect(names).toEqual(["starting", "pending", "confirmed", "expired"]);
  });

  test("tells why the sign-in was refused", async () => {
    const { states } = await run({
      start: [START],
      status: [status("confirmed")],
      login: [refusal(403, "account_disabled")],
    });
    expect(states.at(-1)).toMatchObject({ status: "failed", reason: "account_disabled", message: "说明" });
  });

  test("says nothing any more once it is stopped, and asks nothing", async () => {
    vi.useFakeTimers();
    try {
      const { fetch, calls } = scripted({ start: [START], status: [status("scanned")] });
      const onState = vi.fn();
      const login = scanLogin({ baseURL: "", fetch, onState });
      login.stop();
      await vi.advanceTimersByTimeAsync(130_000);
      expect(onState.mock.calls).toEqual([[{ status: "starting" }]]);
      expect(calls).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
