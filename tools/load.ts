/**
 * Many requests to one server: for so many seconds, or so many of them.
 * @module
 */
import autocannon from "autocannon";

export interface Request {
  method: string;
  path: string;
  headers?: { [name: string]: string };
  body?: string;
}

export interface LoadOptions {
  /** Of the server, without a path. */
  url: string;
  /** One request again and again, or one made for each turn. */
  request: Request | (() => Request);
  connections: number;
  /** Requests under way on each connection; 1 unless said. */
  pipelining?: number;
  /** How long, in seconds, or how many requests. */
  until: { seconds: number } | { requests: number };
  /** Called with the number of answers so far, at each. */
  onAnswer?: (answered: number) => void;
}

export interface LoadResult {
  answered: number;
  seconds: number;
  /** Milliseconds. */
  p99: number;
  /** How often each status came. */
  statuses: Map<string, number>;
}

/** @throws Error when a request got no answer */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { url, request, connections, pipelining = 1, until, onAnswer } = options;
  const startedAt = performance.now();
  let lastAt = startedAt;
  const running = autocannon({
    url,
    connections,
    pipelining,
    ...("seconds" in until ? { duration: until.seconds } : { amount: until.requests }),
    // autocannon asks for the headers of a request that is made for its turn.
    requests: [
      typeof request === "function"
        ? { setupRequest: () => ({ headers: {}, ...request() }) }
        : { ...request },
    ],
  });
  let answered = 0;
  running.on("response", () => {
    lastAt = performance.now();
    onAnswer?.(++answered);
  });
  const { requests, duration, latency, errors, statusCodeStats } = await running;
  if (errors > 0) throw new Error(`${errors} requests to ${url} got no answer`);
  const statuses = Object.entries(statusCodeStats).map(([status, { count }]) => [status, count] as const);
  return {
    answered: requests.total,
    // autocannon looks once a second whether so many requests are done, and counts until then.
    seconds: "seconds" in until ? duration : (lastAt - startedAt) / 1000,
    p99: latency.p99,
    statuses: new Map(statuses),
  };
}
