/**
 * Drives one kind of request for a while and says what it cost the server.
 * @module
 */
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import autocannon from "autocannon";

export interface Load {
  method: "GET" | "POST";
  path: string;
  headers?: { [name: string]: string };
  /** A fixed body, or one made for each request. */
  body?: string | (() => string);
  /** The only status that counts as an answer. */
  status: number;
}

export interface Sample {
  requestsPerSecond: number;
  /** Microseconds of the server process's CPU time per request, user and system, until it rests again. */
  cpuMicros: number;
  /** Milliseconds. */
  p99: number;
}

/** Linux counts CPU time in ticks of 1/100 s (`getconf CLK_TCK` on every common platform). */
const TICKS_PER_SECOND = 100;

/** Bodies made in advance; a faster server gets the rest made as it goes. */
const READY_PER_SECOND = 3000;

/** CPU seconds that a process has used so far. */
function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The command name stands in parentheses and may hold spaces: count from behind it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Long enough for a process that is still at work to get a turn and use a tick of CPU time. */
const QUIET_MS = 200;
const LONGEST_WAIT_MS = 20_000;

/**
 * Resolves once a process rests. PocketBase answers faster than it writes its log: thousands of lines may be left when the
 * last answer is out, and they belong to the requests that made them, not to whoever is measured next.
 */
async function resting(pid: number): Promise<void> {
  const deadline = Date.now() + LONGEST_WAIT_MS;
  let before: number;
  do {
    before = cpuSeconds(pid);
    await delay(QUIET_MS);
  } while (cpuSeconds(pid) !== before && Date.now() < deadline);
}

/**
 * @param connections how many requests are under way at once
 * @throws Error when anything but the expected status was answered: a figure of refusals is no figure
 */
export async function drive(
  target: { url: string; pid: number },
  load: Load,
  { seconds, connections }: { seconds: number; connections: number },
): Promise<Sample> {
  const { body } = load;
  // Made before the clock starts: the driver shares the machine with the server.
  const ready = typeof body === "function" ? Array.from({ length: seconds * READY_PER_SECOND }, body) : [];
  const headers = { ...(body !== undefined && { "content-type": "application/json" }), ...load.headers };
  const before = cpuSeconds(target.pid);
  const result = await autocannon({
    url: target.url,
    connections,
    duration: seconds,
    requests: [
      {
        method: load.method,
        path: load.path,
        headers,
        ...(typeof body === "string" && { body }),
        ...(typeof body === "function" && {
          setupRequest: (request) => ({ ...request, body: ready.pop() ?? body() }),
        }),
      },
    ],
  });
  await resting(target.pid);
  const cpu = cpuSeconds(target.pid) - before;
  const statuses = Object.keys(result.statusCodeStats);
  if (result.errors > 0 || statuses.some((status) => status !== String(load.status))) {
    throw new Error(
      `${load.method} ${load.path}: ${result.errors} errors, statuses ${JSON.stringify(result.statusCodeStats)}`,
    );
  }
  return {
    requestsPerSecond: result.requests.total / result.duration,
    cpuMicros: (cpu * 1e6) / result.requests.total,
    p99: result.latency.p99,
  };
}
