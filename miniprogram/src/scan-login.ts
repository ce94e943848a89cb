/**
 * Signing in on a computer by scanning with the phone (扫码登录): everything of it but the page. Needs `fetch` and
 * nothing else of this client.
 * @module
 */
import type { components } from "./generated/contract.d.ts";

/** PocketBase's own sign-in answer: `token`, `record`, `meta`. */
export type AuthAnswer = components["schemas"]["AuthAnswer"];
/** Who has scanned. */
export type Scanner = components["schemas"]["ScanScanner"];

/** What the page shows while a code can be scanned. */
export interface ScanCode {
  /** Two digits that the phone shows as well: say that they have to be the same. */
  readonly checkCode: string;
  /** The picture to show, a data URI; null where there is a link. */
  readonly image: string | null;
  /** The text that the page has to draw as a QR code; null where there is a picture. */
  readonly link: string | null;
  /** When the code expires, in milliseconds since 1970 by this device's clock. */
  readonly expiresAt: number;
}

/**
 * - `starting`: a code is on its way
 * - `pending`: the code can be scanned
 * - `scanned`: somebody has scanned it, and is asked on the phone; `scanner` is null when the service does not say who
 * - `confirmed`: the phone has said yes, the sign-in is on its way
 * - `signed_in`: the end; `answer` is what any sign-in answers
 * - `refused`: the phone has said no
 * - `expired`: nobody has confirmed in time
 * - `failed`: it did not work; `reason` is one of openapi.yaml's, or `network_error`; `message` is for the user
 *
 * After the last three `refresh()` gets a new code.
 */
export type ScanLoginState =
  | { readonly status: "starting" | "refused" | "expired" }
  | { readonly status: "pending"; readonly code: ScanCode }
  | { readonly status: "scanned" | "confirmed"; readonly code: ScanCode; readonly scanner: Scanner | null }
  | { readonly status: "signed_in"; readonly answer: AuthAnswer }
  | {
      readonly status: "failed";
      readonly reason: string;
      readonly message: string;
      /** Whole seconds after which `refresh()` may work; null when the service did not say. */
      readonly retryAfter: number | null;
    };

export interface ScanLoginOptions {
  /** Where the service is, with its prefix if it has one; `""` for the origin that the page came from. */
  baseURL: string;
  /** Told of each state once, from `starting` on, and never after `stop()`. */
  onState: (state: ScanLoginState) => void;
  /** Default: the browser's. */
  fetch?: (url: string, options: FetchOptions) => Promise<FetchResponse>;
  /** Milliseconds that one call may take. Default: 15,000. */
  timeout?: number;
}

export interface ScanLogin {
  /** Drops the code at hand, whatever became of it, and gets a new one. */
  refresh(): void;
  /** Ends it, for a page that goes away. */
  stop(): void;
}

/** What is given to `fetch`. */
export interface FetchOptions {
  method: "POST";
  headers: Record<string, string>;
  body?: string;
  credentials: "omit";
  cache: "no-store";
}
/** What is read of its answer. */
export interface FetchResponse {
  readonly status: number;
  json(): Promise<unknown>;
}

// Declared here, because the sources are compiled without the browser's own declarations.
declare function fetch(url: string, options: FetchOptions): Promise<FetchResponse>;

interface Ticket {
  ticket: string;
  secret: string;
}
/** The service's answer: `body` as it came, or why there is none. */
type Outcome =
  | { ok: true; body: unknown }
  | { ok: false; status: number; reason: string; message: string; retryAfter: number | null };

const TIMEOUT = 15_000;
const SECOND = 1000;
/** After a lost answer, and for a service that is busy and does not say for how long. */
const PAUSE_SECONDS = 2;
const OFFLINE: Outcome = {
  ok: false,
  status: 0,
  reason: "network_error",
  message: "网络不可用，请稍后重试",
  retryAfter: null,
};

/**
 * Gets a code and follows what the phone makes of it, up to the token. A poll that is lost is repeated; a code that
 * nobody confirms expires.
 */
export function scanLogin({
  baseURL,
  onState,
  timeout = TIMEOUT,
  fetch: send = fetch,
}: ScanLoginOptions): ScanLogin {
  const base = `${baseURL.replace(/\/+$/, "")}/api/platform/scan-`;
  /** Counts the codes: what belongs to an earlier one is dropped. */
  let round = 0;
  let timer: unknown;

  function call(action: string, ticket?: Ticket): Promise<Outcome> {
    const { ticket: id, secret } = Object(ticket);
    const asked = Promise.resolve()
      .then(() =>
        send(base + action, {
          method: "POST",
          headers: ticket ? { "Content-Type": "application/json" } : {},
          ...(ticket && { body: JSON.stringify({ ticket: id, secret }) }),
          credentials: "omit",
          cache: "no-store",
        }),
      )
      .then((answer) => answer.json().then((body) => outcomeOf(answer.status, body)))
      .catch(() => OFFLINE);
    return new Promise((resolve) => {
      const limit = setTimeout(() => resolve(OFFLINE), timeout);
      asked.then((outcome) => {
        clearTimeout(limit);
        resolve(outcome);
      });
    });
  }

  function start(): void {
    clearTimeout(timer as Parameters<typeof clearTimeout>[0]);
    const mine = (round += 1);
    onState({ status: "starting" });
    call("start").then((outcome) => {
      if (mine !== round) return;
      if (!outcome.ok) return onState(failed(outcome));
      const { data } = Object(outcome.body);
      const { ticket, secret, check_code, image = null, link = null, expires_in, interval } = Object(data);
      const code = { checkCode: check_code, image, link, expiresAt: Date.now() + expires_in * SECOND };
      onState({ status: "pending", code });
      // The page may have refreshed or stopped it on the spot.
      if (mine === round) follow(mine, { ticket, secret }, code, interval);
    });
  }

  /** Polls, one poll after the other. */
  function follow(mine: number, ticket: Ticket, code: ScanCode, interval: number): void {
    let shown = "pending";

    const again = (seconds: number) => {
      timer = setTimeout(poll, seconds * SECOND);
    };
    const show = (state: ScanLoginState) => {
      if (state.status !== shown) onState(state);
      shown = state.status;
    };
    const poll = () => {
      call("status", ticket).then((outcome) => {
        if (mine !== round) return;
        if (!outcome.ok) return lost(outcome);
        const { status, scanner = null } = Object(Object(outcome.body).data);
        if (status === "refused" || status === "expired") return show({ status });
        if (status !== "pending") show({ status, code, scanner });
        if (status === "confirmed") redeem();
        else again(interval);
      });
    };
    const redeem = () => {
      call("login", ticket).then((outcome) => {
        if (mine !== round) return;
        if (outcome.ok) show({ status: "signed_in", answer: outcome.body as AuthAnswer });
        else if (isPassing(outcome) && Date.now() < code.expiresAt)
          timer = setTimeout(redeem, waitOf(outcome));
        else show(outcome.reason === "ticket_not_found" ? { status: "expired" } : failed(outcome));
      });
    };
    /** A poll brought nothing: the next one may, while the code lives. */
    const lost = (outcome: Refused) => {
      if (outcome.reason === "ticket_not_found") show({ status: "expired" });
      else if (!isPassing(outcome)) show(failed(outcome));
      else if (Date.now() < code.expiresAt) timer = setTimeout(poll, waitOf(outcome));
      else show({ status: "expired" });
    };

    again(interval);
  }

  start();
  return {
    refresh: start,
    stop() {
      round += 1;
      clearTimeout(timer as Parameters<typeof clearTimeout>[0]);
    },
  };
}

type Refused = Extract<Outcome, { ok: false }>;

function outcomeOf(status: number, body: unknown): Outcome {
  if (status === 200) return { ok: true, body };
  const { msg, data } = Object(body);
  const { reason = "http_error", retry_after = null } = Object(data);
  return { ok: false, status, reason, message: msg || "服务不可用，请稍后重试", retryAfter: retry_after };
}

function failed({ reason, message, retryAfter }: Refused): ScanLoginState {
  return { status: "failed", reason, message, retryAfter };
}

/** Whether the same call may work a moment later. */
const isPassing = ({ status }: Refused) => status === 0 || status === 429 || status >= 500;
const waitOf = ({ retryAfter }: Refused) => (retryAfter || PAUSE_SECONDS) * SECOND;
