/**
 * One request to one operation: made up, turned into bytes, sent.
 * @module
 */
import fc from "fast-check";
import type { Answer, Service } from "../../support/service.ts";
import { type Body, fittingBody, oddBody } from "./bodies.ts";
import {
  type Authorization,
  noAuthorization,
  oddAuthorization,
  oddContentType,
  soundToken,
  superuserToken,
} from "./headers.ts";
import { callerOf } from "./schemas.ts";
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

const USUAL_AUTHORIZATION = {
  anyone: noAuthorization,
  optional: fc.oneof(soundToken, noAuthorization),
  bearer: soundToken,
  superuser: superuserToken,
};

/** The parts of a request that can be odd. */
const PARTS = ["body", "contentType", "authorization"] as const;

/** Any request to this operation: nothing odd about it, one part, or all of them. */
export function requestTo(operation: string): fc.Arbitrary<FuzzRequest> {
  const usual = {
    body: fittingBody(operation),
    contentType: fc.constant<string | null>("own"),
    authorization: USUAL_AUTHORIZATION[callerOf(operation)],
  };
  const odd = { body: oddBody(operation), contentType: oddContentType, authorization: oddAuthorization };
  const request = (oddParts: readonly (typeof PARTS)[number][]): fc.Arbitrary<FuzzRequest> => {
    const parts = { ...usual, ...Object.fromEntries(oddParts.map((part) => [part, odd[part]])) };
    const chunked = fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true));
    return fc.record({ ...parts, chunked });
  };
  return fc.oneof(
    { weight: 4, arbitrary: request([]) },
    { weight: 6, arbitrary: request(["body"]) },
    { weight: 2, arbitrary: request(["contentType"]) },
    { weight: 2, arbitrary: request(["authorization"]) },
    { weight: 2, arbitrary: request(PARTS) },
  );
}

async function objectText(body: Extract<Body, { kind: "object" }>, world: World): Promise<string> {
  const sent = new Map<string, string>();
  const members: string[] = [];
  for (const [key, value] of body.members) {
    const text = "pick" in value ? await world.lookUp(value.pick, sent) : value.json;
    sent.set(key, text);
    members.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${members.join(",")}}`;
}

async function bytesOf(body: Body, world: World): Promise<Uint8Array | null> {
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
      const plain = new TextEncoder().encode(await objectText(body, world));
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
  // First the caller: what the body names may be theirs.
  const { header, intact } = await world.authorize(request.authorization, operation);
  const bytes = await bytesOf(request.body, world);
  const type = typeOf(request);
  const answer = await service.call(operation, {
    ...(bytes && { body: bytes, chunked: request.chunked }),
    headers: { "content-type": type, authorization: header },
  });
  return { sent: { ...request, operation, bytes, type, intact }, answer };
}
