/**
 * One request to one operation: made up, turned into bytes, sent.
 * @module
 */
import fc from "fast-check";
import { operations } from "../../support/contract.ts";
import type { Answer, Service } from "../../support/service.ts";
import { type Body, bodyOf } from "./bodies.ts";
import { type Authorization, authorization, contentType } from "./headers.ts";
import { uploadBytes, uploadType } from "./uploads.ts";
import type { World } from "./world.ts";

export interface FuzzRequest {
  body: Body;
  /** `"own"` is what goes with the body, null sends none. */
  contentType: string | null;
  authorization: Authorization;
  /** Sent in chunks, without a Content-Length. */
  chunked: boolean;
}

/** What was really sent. */
export interface Sent extends FuzzRequest {
  operation: string;
  /** Null for a request without a body. */
  bytes: Uint8Array | null;
  /** The Content-Type header as sent. */
  type: string | null;
  /** Whether the request carries a token exactly as it was issued. */
  intact: boolean;
}

/** Any request to this operation. */
export function requestTo(operation: string): fc.Arbitrary<FuzzRequest> {
  const bearerOnly = operations[operation]?.security?.length === 1;
  return fc.record({
    body: bodyOf(operation),
    contentType,
    authorization: authorization(bearerOnly ? 9 : 3),
    chunked: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
  });
}

function objectText(body: Extract<Body, { kind: "object" }>, world: World): string {
  const sent = new Map<string, string>();
  const members = body.members.map(([key, value]) => {
    const text = "pick" in value ? world.lookUp(value.pick, sent) : value.json;
    sent.set(key, text);
    return `${JSON.stringify(key)}:${text}`;
  });
  return `{${members.join(",")}}`;
}

function bytesOf(body: Body, world: World): Uint8Array | null {
  switch (body.kind) {
    case "none":
      return null;
    case "text":
      return new TextEncoder().encode(body.text);
    case "bytes":
      return Uint8Array.from(Buffer.from(body.hex, "hex"));
    case "upload":
      return uploadBytes(body);
    case "object": {
      const plain = new TextEncoder().encode(objectText(body, world));
      const bytes = new Uint8Array(Math.max(plain.length, body.size ?? 0)).fill(0x20);
      bytes.set(plain);
      if (body.broken) bytes[body.broken.at % bytes.length] = body.broken.byte;
      return bytes;
    }
  }
}

function typeOf({ body, contentType }: FuzzRequest): string | null {
  if (contentType !== "own") return contentType;
  if (body.kind === "none") return null;
  return body.kind === "upload" ? uploadType(body) : "application/json";
}

/** Looks up what the request names, sends it, and holds the answer against the contract. */
export async function send(
  service: Service,
  world: World,
  operation: string,
  request: FuzzRequest,
): Promise<{ sent: Sent; answer: Answer }> {
  const bytes = bytesOf(request.body, world);
  const type = typeOf(request);
  const header = world.header(request.authorization);
  const answer = await service.call(operation, {
    ...(bytes && { body: bytes, chunked: request.chunked }),
    headers: { "content-type": type, authorization: header },
  });
  const intact = request.authorization.kind === "token" && world.isIntact(request.authorization);
  return { sent: { ...request, operation, bytes, type, intact }, answer };
}
