/** The sandbox over HTTP: WeChat's endpoints at their paths, the control routes under `/sandbox`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerControl } from "./control/routes.ts";
import { type EndpointName, ENDPOINTS } from "./endpoints.ts";
import type { Endpoint } from "./endpoints/endpoint.ts";
import { deliver, deliverWithFault, isReadable, payloadOf } from "./faults/delivery.ts";
import { spoil } from "./faults/spoil.ts";
import { type ApiCall, readBody, sendJson } from "./shared/http.ts";
import type { SandboxState } from "./state.ts";

const BY_PATH = new Map(ENDPOINTS.map((endpoint) => [endpoint.path, endpoint]));

/** Longer than Go's 90 s, so that an idle connection is closed by the client and never under a new request. */
const KEEP_ALIVE_MS = 120_000;

export interface Listening {
  /** Without a trailing slash. */
  readonly url: string;
  /** Ends at once: open connections and hanging calls are cut. */
  close(): Promise<void>;
}

/**
 * Serves a sandbox and resolves once it listens.
 * @throws Node's own error for a port that cannot be had
 */
export async function serve(state: SandboxState, port: number, host: string): Promise<Listening> {
  let url = "";
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    handle(request, response, state, url).catch((error: unknown) => {
      response.destroy();
      if (request.errored === null) console.error(error);
    });
  });
  await listen(server, port, host);
  url = urlOf(server.address() as AddressInfo);
  return { url, close: () => close(server, state) };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  state: SandboxState,
  url: string,
): Promise<void> {
  const target = request.url ?? "";
  const mark = target.indexOf("?");
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark === -1 ? "" : target.slice(mark));
  const body = await readBody(request);
  if (body === null) {
    response.setHeader("connection", "close");
    sendJson(response, 413, { error: "bad_input", field: "body", rule: "must be at most 64 KiB" });
    return;
  }
  const call = { method: request.method ?? "", query, body };
  const endpoint = BY_PATH.get(path);
  if (endpoint === undefined) await answerControl(path, call, state, url, response);
  else answerAsWechat(endpoint, call, state, response);
}

/** Decides, logs and sends WeChat's answer. All effects happen here, in order of arrival, before any fault waits. */
function answerAsWechat(
  endpoint: Endpoint<EndpointName>,
  call: ApiCall,
  state: SandboxState,
  response: ServerResponse,
): void {
  const fault = state.faults.take(endpoint.name);
  const meant = endpoint.answer(call, state.world, fault?.consume ?? true);
  const { errcode, body, seen } = fault === null ? meant : spoil(meant, fault, endpoint, state.world.now());
  state.calls.add({
    at: state.world.now(),
    endpoint: endpoint.name,
    method: call.method,
    ...seen,
    fault: fault?.kind ?? null,
    errcode: fault === null || isReadable(fault) ? errcode : null,
  });
  const payload = payloadOf(body, endpoint.jsonType);
  if (fault === null) deliver(response, payload);
  else deliverWithFault(response, payload, fault, state.held);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

function close(server: Server, state: SandboxState): Promise<void> {
  state.calls.close();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
