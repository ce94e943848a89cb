/**
 * Calls routes at a fixed pace, whatever else goes on, from a process of its own: a busy load driver would otherwise
 * measure itself. A call that starts late counts from when it was due.
 * @module
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { median, percentile } from "../../tools/statistics.ts";
import { type Call, Client } from "../shared/client.ts";

export interface Probe {
  name: string;
  operationId: string;
  perSecond: number;
  call: Call;
}

/** What one probe saw: milliseconds of the successes, and every other answer in words. */
export interface ProbeResult {
  name: string;
  latencies: number[];
  problems: string[];
}

/** Starts the probes. @returns stops them and tells what they saw */
export async function startProbes(
  url: string,
  probes: readonly Probe[],
): Promise<() => Promise<ProbeResult[]>> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify({ url, probes })], {
    execArgv: ["--import", "tsx"],
  });
  const ended = once(child, "exit").then(([code]) =>
    Promise.reject(new Error(`the probes ended with code ${code}`)),
  );
  // They do end once they have told everything.
  ended.catch(() => undefined);
  const told = async () => {
    const [message] = (await Promise.race([once(child, "message"), ended])) as [unknown];
    return message;
  };
  await told();
  return async () => {
    child.send("stop");
    return (await told()) as ProbeResult[];
  };
}

export function probeRows(results: readonly ProbeResult[]): string[][] {
  return results.map(({ name, latencies, problems }) => [
    name,
    String(latencies.length),
    String(problems.length),
    median(latencies).toFixed(1),
    percentile(latencies, 0.99).toFixed(1),
    Math.max(...latencies).toFixed(1),
  ]);
}

export const PROBE_HEAD = ["route", "answered", "not", "median ms", "p99 ms", "longest ms"];

async function probe(
  client: Client,
  { name, operationId, perSecond, call }: Probe,
  offset: number,
  stop: AbortSignal,
) {
  const result: ProbeResult = { name, latencies: [], problems: [] };
  const pending = new Set<Promise<void>>();
  const one = async (due: number) => {
    try {
      const { status, reason } = await client.call(operationId, call);
      if (status === 200) result.latencies.push(performance.now() - due);
      else result.problems.push(reason ?? String(status));
    } catch (error) {
      result.problems.push(String(error));
    }
  };
  // The routes take turns instead of coming all at once.
  for (let due = performance.now() + offset / perSecond; !stop.aborted; due += 1000 / perSecond) {
    await sleep(Math.max(0, due - performance.now()), undefined, { signal: stop }).catch(() => undefined);
    if (stop.aborted) break;
    const call = one(due).finally(() => pending.delete(call));
    pending.add(call);
  }
  await Promise.all(pending);
  return result;
}

async function probeUntilTold(setup: string): Promise<void> {
  const { url, probes } = JSON.parse(setup) as { url: string; probes: readonly Probe[] };
  const client = new Client(() => url);
  const stop = new AbortController();
  process.once("message", () => stop.abort());
  // Whoever started this has gone: nobody is left to tell.
  process.once("disconnect", () => process.exit());
  // The first call of each opens a connection and compiles the contract check: not what is measured.
  for (const { operationId, call } of probes) await client.call(operationId, call);
  process.send?.("ready");
  const running = probes.map((one, index) => probe(client, one, (1000 * index) / probes.length, stop.signal));
  process.send?.(await Promise.all(running));
  process.disconnect();
}

const [, file, setup] = process.argv;
if (file === fileURLToPath(import.meta.url) && setup !== undefined && process.send)
  await probeUntilTold(setup);
