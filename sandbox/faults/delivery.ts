/** Puts an answer on the wire, whole or with a fault. */
import type { ServerResponse } from "node:http";
import { send } from "../shared/http.ts";
import type { Fault } from "./fault.ts";

const HTML =
  "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n";
const NOT_JSON = '{"errcode":0,"errmsg":"ok",';
const MEBIBYTE = Buffer.alloc(1024 * 1024, "x");

type Body = Record<string, unknown>;

/** The answers that `hang` faults keep back, so that a test can let them go when it is ready. */
export class HeldAnswers {
  readonly #answers = new Map<ServerResponse, Body>();

  hold(response: ServerResponse, body: Body): void {
    this.#answers.set(response, body);
    response.once("close", () => this.#answers.delete(response));
  }

  /** Sends every held answer. Returns how many there were. */
  release(): number {
    const answers = [...this.#answers];
    this.#answers.clear();
    for (const [response, body] of answers) deliver(response, body);
    return answers.length;
  }
}

/** Sends WeChat's answer: JSON as text/plain with HTTP 200. */
export function deliver(response: ServerResponse, body: Body): void {
  send(response, 200, "text/plain", JSON.stringify(body));
}

/** Whether a client that reads the whole answer finds JSON in it. */
export function isReadable(fault: Fault): boolean {
  return !["hang", "reset", "half", "status", "empty", "html", "not_json"].includes(fault.kind);
}

/** Sends an answer the way a fault has it. */
export function deliverWithFault(
  response: ServerResponse,
  body: Body,
  fault: Fault,
  held: HeldAnswers,
): void {
  switch (fault.kind) {
    case "delay":
      deliverLate(response, body, fault.delay_ms);
      break;
    case "hang":
      held.hold(response, body);
      break;
    case "reset":
      response.socket?.resetAndDestroy();
      break;
    case "half":
      deliverHalf(response, body);
      break;
    case "slow_body":
      deliverSlowly(response, body, fault.chunk_ms);
      break;
    case "status":
      send(response, fault.status, "text/html", HTML);
      break;
    case "empty":
      send(response, 200, "text/plain", "");
      break;
    case "html":
      send(response, 200, "text/html", HTML);
      break;
    case "not_json":
      send(response, 200, "text/plain", NOT_JSON);
      break;
    case "huge":
      deliverHuge(response, body, fault.size_mb);
      break;
    case "errcode":
    case "wrong_types":
    case "missing_fields":
    case "foreign_watermark":
      deliver(response, body);
      break;
    default:
      fault satisfies never;
  }
}

function deliverLate(response: ServerResponse, body: Body, delayMs: number): void {
  const timer = setTimeout(() => deliver(response, body), delayMs);
  response.once("close", () => clearTimeout(timer));
}

function deliverHalf(response: ServerResponse, body: Body): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(200, { "content-type": "text/plain", "content-length": bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}

function deliverSlowly(response: ServerResponse, body: Body, chunkMs: number): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(200, { "content-type": "text/plain", "content-length": bytes.length });
  response.flushHeaders();
  let sent = 0;
  const timer = setInterval(() => {
    sent += 1;
    response.write(bytes.subarray(sent - 1, sent));
    if (sent === bytes.length) response.end();
  }, chunkMs);
  response.once("close", () => clearInterval(timer));
}

/** Valid JSON all the same, so that its size alone is the trouble. The padding is one shared buffer. */
function deliverHuge(response: ServerResponse, body: Body, sizeMb: number): void {
  const head = `${JSON.stringify(body).slice(0, -1)},"padding":"`;
  const tail = '"}';
  const length = Buffer.byteLength(head) + sizeMb * MEBIBYTE.length + tail.length;
  response.writeHead(200, { "content-type": "text/plain", "content-length": length });
  response.write(head);
  for (let written = 0; written < sizeMb; written += 1) response.write(MEBIBYTE);
  response.end(tail);
}
