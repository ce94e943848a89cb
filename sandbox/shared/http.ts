/** Reading requests and writing whole answers. */
import type { IncomingMessage, ServerResponse } from "node:http";

/** A call as it arrived, body read whole. */
export interface ApiCall {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

const BODY_LIMIT = 64 * 1024;

/** The whole body as text, or null when it is over 64 KiB. Rejects when the client goes away. */
export function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > BODY_LIMIT) resolve(null);
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.once("error", reject);
  });
}

/** Indented JSON with a line end, for people with curl. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, "application/json; charset=utf-8", `${JSON.stringify(body, null, 2)}\n`);
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  send(response, status, "text/plain; charset=utf-8", text);
}

/** Sends a whole answer. */
export function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) }).end(body);
}
