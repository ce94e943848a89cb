/** What WeChat's endpoints were asked, for tests that assert what was called, how often and with which code. */
import type { EndpointName } from "./endpoints.ts";
import type { Seen } from "./endpoints/endpoint.ts";
import type { FaultKind } from "./faults/fault.ts";
import { RecentList } from "./shared/bounded.ts";

export const CALL_CAPACITY = 10_000;
/** Longer values are cut, so that the log's size has a bound. */
const TEXT_LIMIT = 128;

/** One received call. Holds neither secret nor session_key nor access token. */
export interface ReceivedCall extends Seen {
  /** Counts from 1 and goes on after the log is cleared. */
  readonly id: number;
  /** Arrival, ms since the epoch by the sandbox's clock. */
  readonly at: number;
  readonly endpoint: EndpointName;
  readonly method: string;
  /** The fault that hit the call, or null. */
  readonly fault: FaultKind | null;
  /** What a readable answer says: 0 is success; null when the fault leaves none. */
  readonly errcode: number | null;
}

interface Waiter {
  readonly match: (call: ReceivedCall) => boolean;
  readonly resolve: (call: ReceivedCall) => void;
  readonly reject: (error: Error) => void;
}

export class CallLog {
  readonly #calls: RecentList<ReceivedCall>;
  readonly #waiters = new Set<Waiter>();
  #count = 0;

  constructor(capacity = CALL_CAPACITY) {
    this.#calls = new RecentList(capacity);
  }

  add(call: Omit<ReceivedCall, "id">): void {
    this.#count += 1;
    const { wxacode } = call;
    const entry = {
      id: this.#count,
      ...call,
      code: cut(call.code),
      appid: cut(call.appid),
      ...(wxacode && {
        wxacode: {
          ...wxacode,
          scene: cut(wxacode.scene),
          page: cut(wxacode.page),
          env_version: cut(wxacode.env_version),
        },
      }),
    };
    this.#calls.add(entry);
    for (const waiter of this.#waiters) {
      if (!waiter.match(entry)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(entry);
    }
  }

  list(): ReceivedCall[] {
    return this.#calls.toArray();
  }

  clear(): void {
    this.#calls.clear();
  }

  /** The first logged call that matches, or the next one to arrive. Rejects when the sandbox closes. */
  waitFor(match: (call: ReceivedCall) => boolean): Promise<ReceivedCall> {
    const logged = this.list().find(match);
    if (logged !== undefined) return Promise.resolve(logged);
    return new Promise((resolve, reject) => {
      this.#waiters.add({ match, resolve, reject });
    });
  }

  close(): void {
    for (const waiter of this.#waiters)
      waiter.reject(new Error("the sandbox closed before the call arrived"));
    this.#waiters.clear();
  }
}

function cut(text: string | null): string | null {
  return text === null ? null : text.slice(0, TEXT_LIMIT);
}
