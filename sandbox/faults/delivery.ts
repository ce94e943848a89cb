/** Puts an answer on the wire, whole or with a fault. */
import type { ServerResponse } from "node:http";
import { send } from "../shared/http.ts";
import type { Fault } from "./fault.ts";

const HTML =
  "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n";
const NOT_JSON = '{"errcode":0,"errmsg":"ok",';
const MEBIBYTE = Buffer.alloc(1024 * 1024, "x");

/** What goes on the wire: JSON or a picture. */
export interface Payload {
  readonly type: string;
  readonly bytes: Buffer;
}

/** @param jsonType the content type, unless the body is a picture */
export function payloadOf(body: Record<string, unknown> | Buffer, jsonType: string): Payload {
  if (Buffer.isBuffer(body)) return { type: "image/png", bytes: body };
  return { type: jsonType, bytes: Buffer.from(JSON.stringify(body)) };
}

/** The answers that `hang` faults keep back, so that a test can let them go when it is ready. */
export class HeldAnswers {
  readonly #answers = new Map<ServerResponse, Payload>();

  hold(response: ServerResponse, payload: Payload): void {
    this.#answers.set(response, payload);
    response.once("close", () => this.#answers.delete(response));
  }

  /** Sends every held answer. Returns how many there were. */
  release(): number {
    const answers = [...this.#answers];
    this.#answers.clear();
    for (const [response, payload] of answers) deliver(response, payload);
    return answers.length;
  }
}

/** Sends WeChat's answer, with HTTP 200 whatever it says. */
export function deliver(response: ServerResponse, payload: Payload): void {
  send(response, 200, payload.type, payload.bytes);
}

/** Whether a client that reads the whole answer finds JSON in it. */
export function isReadable(fault: Fault): boolean {
  return !["hang", "reset", "half", "status", "empty", "html", "not_json", "raw"].includes(fault.kind);
}

/** Sends an answer the way a fault has it. */
export function deliverWithFault(
  response: ServerResponse,
  payload: Payload,
  fault: Fault,
  held: HeldAnswers,
): void {
  switch (fault.kind) {
    case "delay":
      deliverLate(response, payload, fault.delay_ms);
      break;
    case "hang":
      held.hold(response, payload);
      break;
    case "reset":
      response.socket?.resetAndDestroy();
      break;
    case "half":
      deliverHalf(response, payload);
      break;
    case "slow_body":
      deliverSlowly(response, payload, fault.chunk_ms);
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
    case "raw":
      send(response, 200, "text/plain", Buffer.from(fault.base64, "base64"));
      break;
    case "huge":
      deliverHuge(response, payload, fault.size_mb);
      break;
    case "errcode":
    case "wrong_types":
    case "missing_fields":
    case "foreign_watermark":
      deliver(response, payload);
      break;
    default:
      fault satisfies never;
  }
}

function deliverLate(response: ServerResponse, payload: Payload, delayMs: number): void {
  const timer = setTimeout(() => deliver(response, payload), delayMs);
  response.once("close", () => clearTimeout(timer));
}

function deliverHalf(response: ServerResponse, { type, bytes }: Payload): void {
  response.writeHead(200, { "content-type": type, "content-length": bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}

function deliverSlowly(response: ServerResponse, { type, bytes }: Payload, chunkMs: number): void {
  response.writeHead(200, { "content-type": type, "content-length": bytes.length });
  response.flushHeaders();
  let sent = 0;
  const timer = setInterval(() => {
    sent += 1;
    response.write(bytes.subarray(sent - 1, sent));
    if (sent === bytes.length) response.end();
  }, chunkMs);
  response.once("close", () => clearInterval(timer));
}

/**
 * Valid all the same, so that its size alone is the trouble: JSON has one field more, and readers of a PNG stop where
 * it says that it ends. The padding is one shared buffer.
 */
function deliverHuge(response: ServerResponse, { type, bytes }: Payload, sizeMb: number): void {
  const picture = type.startsWith("image/");
  const head = picture ? bytes : Buffer.concat([bytes.subarray(0, -1), Buffer.from(',"padding":"')]);
  const tail = picture ? "" : '"}';
  const length = head.length + sizeMb * MEBIBYTE.length + tail.length;
  response.writeHead(200, { "content-type": type, "content-length": length });
  response.write(head);
  for (let written = 0; written < sizeMb; written += 1) response.write(MEBIBYTE);
  response.end(tail);
}
