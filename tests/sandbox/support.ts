/** A sandbox with a clock of its own for one test, and a plain client to call it with. */
import { request } from "node:http";
import { onTestFinished } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/server.ts";

/** 2026-01-01T00:00:00Z. */
export const START_MS = 1_767_225_600_000;

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly bytes: Buffer;
  /** The sizes of the pieces the body came in. */
  readonly chunks: number[];
  /** The connection ended before the body did. */
  readonly cut: boolean;
}

export interface Clock {
  /** Moves the sandbox's clock on. */
  advance(seconds: number): void;
}

/** Starts a sandbox that closes when the test ends. */
export async function openSandbox(options: SandboxOptions = {}): Promise<{ sandbox: Sandbox; clock: Clock }> {
  let nowMs = START_MS;
  const sandbox = await startSandbox({ now: () => nowMs, ...options });
  onTestFinished(() => sandbox.close());
  return {
    sandbox,
    clock: {
      advance: (seconds) => {
        nowMs += seconds * 1000;
      },
    },
  };
}

/** One HTTP call on a connection of its own. Rejects when no answer begins. */
export function send(
  method: string,
  url: string,
  body?: string,
  onChunk: (chunk: Buffer) => void = () => {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      const finish = () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers["content-type"] ?? "",
          text: Buffer.concat(pieces).toString("utf8"),
          bytes: Buffer.concat(pieces),
          chunks: pieces.map((piece) => piece.length),
          cut: !response.complete,
        });
      response.on("data", (piece: Buffer) => {
        pieces.push(piece);
        onChunk(piece);
      });
      response.once("error", finish);
      response.once("end", finish);
    });
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

type Overrides = Record<string, unknown>;

/** Calls `jscode2session`; an override of undefined leaves a parameter out. */
export function exchange(sandbox: Sandbox, code: string, overrides: Overrides = {}): Promise<Answer> {
  const { appid, secret } = sandbox;
  const parameters = { appid, secret, js_code: code, grant_type: "authorization_code", ...overrides };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return send("GET", `${sandbox.url}/sns/jscode2session?${query}`);
}

/** Calls `stable_token`. */
export function fetchToken(sandbox: Sandbox, overrides: Overrides = {}): Promise<Answer> {
  const { appid, secret } = sandbox;
  const body = { grant_type: "client_credential", appid, secret, ...overrides };
  return send("POST", `${sandbox.url}/cgi-bin/stable_token`, JSON.stringify(body));
}

/** Calls `getuserphonenumber` with a body as given. */
export function sendPhone(sandbox: Sandbox, accessToken: string | undefined, body: string): Promise<Answer> {
  const query = accessToken === undefined ? "" : `?access_token=${encodeURIComponent(accessToken)}`;
  return send("POST", `${sandbox.url}/wxa/business/getuserphonenumber${query}`, body);
}

/** Calls `getuserphonenumber` with a code. */
export function fetchPhone(sandbox: Sandbox, accessToken: string, code: unknown): Promise<Answer> {
  return sendPhone(sandbox, accessToken, JSON.stringify({ code }));
}

/** Calls `getwxacodeunlimit` with a body as given. */
export function fetchCode(sandbox: Sandbox, accessToken: string | undefined, body: string): Promise<Answer> {
  const query = accessToken === undefined ? "" : `?access_token=${encodeURIComponent(accessToken)}`;
  return send("POST", `${sandbox.url}/wxa/getwxacodeunlimit${query}`, body);
}

/** The access token that `stable_token` answers now. */
export async function currentToken(sandbox: Sandbox, overrides: Overrides = {}): Promise<string> {
  return json(await fetchToken(sandbox, overrides)).access_token as string;
}

export function json(answer: Answer): Record<string, unknown> {
  return JSON.parse(answer.text) as Record<string, unknown>;
}

/** An error answer without its rid, which must be there. */
export function errorOf(answer: Answer): { status: number; type: string; errcode: unknown; errmsg: string } {
  const { errcode, errmsg, ...rest } = json(answer);
  const match = /^(.*) rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/.exec(String(errmsg));
  if (match === null || Object.keys(rest).length > 0) throw new Error(`not an error answer: ${answer.text}`);
  return { status: answer.status, type: answer.type, errcode, errmsg: match[1] ?? "" };
}

/** What `errorOf` gives for an error of WeChat's. */
export function wechatError(errcode: number, errmsg: string) {
  return { status: 200, type: "text/plain", errcode, errmsg };
}
