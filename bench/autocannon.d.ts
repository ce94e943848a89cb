/** The part of autocannon that the bench uses; the package brings no declarations. */
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
  export default function autocannon(options: {
    url: string;
    connections: number;
    duration: number;
    requests: RequestTemplate[];
  }): Promise<Result>;
}
