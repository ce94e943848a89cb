/**
 * Drives one kind of request for a while and says what it cost the server.
 * @module
 */
import { load, type LoadOptions } from "../tools/load.ts";
import { cpuSeconds, resting } from "../tools/process-stats.ts";

interface Headers {
  [name: string]: string;
}

export interface Load {
  method: "GET" | "POST";
  path: string;
  /** Fixed ones, or some made for each request. */
  headers?: Headers | (() => Headers);
  /** A fixed body, or one made for each request. */
  body?: string | (() => string);
  /** The only status that counts as an answer. */
  status: number;
}

/** For how long, or how often. */
export type Until = LoadOptions["until"];

export interface Sample {
  requestsPerSecond: number;
  /** Microseconds of the server process's CPU time per request, user and system, until it rests again. */
  cpuMicros: number;
  /** Milliseconds. */
  p99: number;
}

/** Bodies made in advance; a faster server gets the rest made as it goes. */
const READY_PER_SECOND = 3000;

/**
 * @param connections how many requests are under way at once
 * @throws Error when anything but the expected status was answered: a figure of refusals is no figure
 */
export async function drive(
  target: { url: string; pid: number },
  { method, path, headers, body, status }: Load,
  { until, connections }: { until: Until; connections: number },
): Promise<Sample> {
  // Made before the clock starts: the driver shares the machine with the server.
  const count = "requests" in until ? until.requests : until.seconds * READY_PER_SECOND;
  const ready = typeof body === "function" ? Array.from({ length: count }, body) : [];
  const request = () => ({
    method,
    path,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(typeof headers === "function" ? headers() : headers),
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : (ready.pop() ?? body()) }),
  });
  const before = cpuSeconds(target.pid);
  const result = await load({
    url: target.url,
    connections,
    until,
    request: [headers, body].some((part) => typeof part === "function") ? request : request(),
  });
  await resting(target.pid);
  const cpu = cpuSeconds(target.pid) - before;
  const statuses = Object.fromEntries(result.statuses);
  if (Object.keys(statuses).some((each) => each !== String(status))) {
    throw new Error(`${method} ${path}: statuses ${JSON.stringify(statuses)}`);
  }
  return {
    requestsPerSecond: result.answered / result.seconds,
    cpuMicros: (cpu * 1e6) / result.answered,
    p99: result.p99,
  };
}
