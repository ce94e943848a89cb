/** The part of autocannon that is used here; the package brings no declarations. */
declare module "autocannon" {
  interface RequestTemplate {
    method?: string;
    path?: string;
    headers?: { [name: string]: string };
    body?: string;
    setupRequest?: (request: RequestTemplate) => RequestTemplate;
  }
  interface Result {
    requests: { total: number };
    latency: { p50: number; p99: number };
    duration: number;
    errors: number;
    timeouts: number;
    statusCodeStats: { [status: string]: { count: number } };
  }
  interface Running extends Promise<Result> {
    on(event: "response", listener: () => void): void;
  }
  export default function autocannon(options: {
    url: string;
    connections: number;
    pipelining?: number;
    /** Seconds. */
    duration?: number;
    /** Requests; in place of `duration`. */
    amount?: number;
    requests: RequestTemplate[];
  }): Running;
}
