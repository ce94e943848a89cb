/**
 * The figures behind the pictures, counted by PocketBase's log statistics: so many lines in each hour that match a filter.
 * @module
 */
import type { Result } from "../../service/result.ts";
import { pocketbase } from "../../service/pocketbase.ts";
import { all, where } from "../filter.ts";
import { askAsSuperuser } from "../session.ts";
import { FAILED, REFUSED, SUCCEEDED } from "../sign-ins/query.ts";

export const HOUR = 3_600_000;

/** Lines per hour: the hour's beginning as Unix time in milliseconds → how many. */
export type PerHour = ReadonlyMap<number, number>;

export interface Figures {
  /** Where the figures begin and end, at full hours, as Unix times in milliseconds. */
  from: number;
  until: number;
  succeeded: PerHour;
  refused: PerHour;
  failed: PerHour;
  registered: PerHour;
  /** Calls to WeChat that took longer than nothing, than the first limit of SLOWNESS, and so on. */
  slower: readonly PerHour[];
  reasons: Reasons;
}

export interface Reasons {
  /** Reason → how often, the most frequent first. */
  counts: readonly (readonly [reason: string, times: number])[];
  /** Lines that were looked at, and whether older ones were left out. */
  seen: number;
  cut: boolean;
}

/** Milliseconds; WeChat's calls are told apart at these. */
export const SLOWNESS = [200, 1000, 3000] as const;

/** A page of the log is 1,000 lines at most; so many pages are looked at for the reasons. */
const REASON_PAGES = 20;
const REASON_PAGE_SIZE = 1000;

/**
 * Loads everything, one request at a time: the service has other things to do.
 * @param hours how far back; null for as far as the log reaches
 * @param progress told which part of the work is done, from 0 to 1
 */
export async function loadFigures(
  hours: number | null,
  progress: (part: number) => void,
): Promise<Result<Figures>> {
  const until = Math.ceil(Date.now() / HOUR) * HOUR;
  const since = hours === null ? null : until - hours * HOUR;
  const time = since === null ? "" : where("created >= {:time}", { time: new Date(since) });
  const ofMessage = (message: string) => all(where("message = {:message}", { message }), time);
  const filters = [
    ofMessage(SUCCEEDED),
    ofMessage(REFUSED),
    ofMessage(FAILED),
    all(ofMessage(SUCCEEDED), "data.outcome = 'register_success'"),
    all(time, "data.wechat_ms >= 0"),
    ...SLOWNESS.map((limit) => all(time, `data.wechat_ms > ${limit}`)),
  ];
  const counts: PerHour[] = [];
  for (const filter of filters) {
    const result = await countPerHour(filter);
    if (!result.ok) return result;
    counts.push(result.value);
    progress(counts.length / (filters.length + 1));
  }
  const reasons = await loadReasons(time);
  if (!reasons.ok) return reasons;
  const [succeeded, refused, failed, registered, ...slower] = counts as [PerHour, PerHour, PerHour, PerHour];
  // The log may not reach as far back as was asked for.
  const first = Math.min(until - HOUR, ...[succeeded, refused, failed].flatMap((one) => [...one.keys()]));
  const value = {
    from: first,
    until,
    succeeded,
    refused,
    failed,
    registered,
    slower,
    reasons: reasons.value,
  };
  return { ok: true, value };
}

async function countPerHour(filter: string): Promise<Result<PerHour>> {
  const result = await askAsSuperuser(() => pocketbase.logs.getStats({ filter }));
  if (!result.ok) return result;
  // Whole hours of UTC, as PocketBase groups them.
  const hours = result.value.map(({ date, total }): [number, number] => [
    Date.parse(String(date).replace(" ", "T")),
    Number(total),
  ]);
  return { ok: true, value: new Map(hours) };
}

/** Reads the reasons alone: to count each of them in the log's statistics would take as many passes through it. */
async function loadReasons(time: string): Promise<Result<Reasons>> {
  const counts = new Map<string, number>();
  const filter = all(`message = '${REFUSED}' || message = '${FAILED}'`, time);
  let seen = 0;
  for (let page = 1; page <= REASON_PAGES; page++) {
    const result = await askAsSuperuser(() =>
      pocketbase.logs.getList(page, REASON_PAGE_SIZE, {
        filter,
        sort: "-@rowid",
        fields: "data.reason",
        skipTotal: true,
      }),
    );
    if (!result.ok) return result;
    for (const { data } of result.value.items) {
      const reason = String(data?.reason ?? "");
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
    seen += result.value.items.length;
    if (result.value.items.length < REASON_PAGE_SIZE) return reasonsOf(counts, seen, false);
  }
  return reasonsOf(counts, seen, true);
}

function reasonsOf(counts: Map<string, number>, seen: number, cut: boolean): Result<Reasons> {
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return { ok: true, value: { counts: sorted, seen, cut } };
}
