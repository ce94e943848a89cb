/**
 * Where the time of one request goes, found by subtraction: each step is the one before plus one thing.
 * @module
 */
import { drive, type Load } from "./load.ts";
import type { Pace } from "./measure.ts";
import type { Stages } from "./stage.ts";
import { summarize } from "./statistics.ts";

const STEPS: { name: string; method: "GET" | "POST"; path: string }[] = [
  {
    name: "native /api/health (HTTP, PocketBase's middlewares, request log)",
    method: "GET",
    path: "/api/health",
  },
  { name: "+ an empty JavaScript handler, with a token to load", method: "POST", path: "/bench/1-empty" },
  {
    name: "+ `require`, our middleware around PocketBase's, the envelope",
    method: "POST",
    path: "/bench/2-middleware",
  },
  { name: "+ caller: collection, status, renewable", method: "POST", path: "/bench/3-caller" },
  { name: "+ authRule (one query)", method: "POST", path: "/bench/4-rule" },
  { name: "+ signing the token", method: "POST", path: "/bench/5-token" },
  { name: "+ one log line", method: "POST", path: "/bench/6-log" },
  {
    name: "refresh-token as built (dispatch, typed answer)",
    method: "POST",
    path: "/api/system/refresh-token",
  },
  {
    name: "native auth-refresh, for comparison",
    method: "POST",
    path: "/api/collections/tbl_auth_users/auth-refresh",
  },
];

/** @returns a Markdown table: server CPU per request at each step, and what the step added */
export async function breakdown(
  stages: Stages,
  pace: Pace,
  progress: (text: string) => void,
): Promise<string> {
  const stage = await stages.start(await stages.prepareData("breakdown"));
  const { wechat } = await stages.users(stage);
  const samples = STEPS.map(() => [] as number[]);
  for (let round = 1; round <= pace.rounds; round++) {
    for (const [i, step] of STEPS.entries()) {
      const headers = step.method === "POST" ? { authorization: `Bearer ${wechat.token}` } : {};
      const load: Load = { method: step.method, path: step.path, headers, status: 200 };
      samples[i]?.push((await drive(stage, load, pace)).cpuMicros);
    }
    progress(`  round ${round}/${pace.rounds}`);
  }
  const medians = samples.map((values) => summarize(values).median);
  const rows = STEPS.map(({ name }, i) => {
    const added = i > 0 && i < 7 ? `+${((medians[i] ?? 0) - (medians[i - 1] ?? 0)).toFixed(0)}` : "";
    return `| ${name} | ${medians[i]?.toFixed(0)} | ${added} |`;
  });
  return ["| step | server CPU µs per request | added |", "| --- | --- | --- |", ...rows].join("\n");
}
