/**
 * The test factory: a real PocketBase with the built hooks and migrations, and the sandbox WeChat behind it.
 * @module
 */
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";
import { projectRoot, type ServerProcess, startServer } from "../../scripts/server-process.ts";
import { Admin } from "./admin.ts";
import { checkAnswer, operations } from "./contract.ts";
import { filesOf, leaks, secretsOfAll } from "./leaks.ts";

export const SUPERUSER = { email: "root@example.com", password: "root-password-1" };

export interface ServiceOptions {
  /** Environment beside the sandbox's WeChat settings; an empty value unsets. */
  env?: { [name: string]: string };
  /** Keep PocketBase's rate limiter as the migrations set it; otherwise it is off, as requests come from one address. */
  rateLimits?: boolean;
  /** Default: HOOKS_POOL of the test run, or PocketBase's own. */
  hooksPool?: number;
  /** Data folder to start from instead of a freshly migrated one; it is copied. */
  from?: string;
  /** An operator's own hook files beside ours: file name → text. */
  hooks?: { [file: string]: string };
  /** Where the data folder is made; default: the system's folder for temporary files. */
  under?: string;
  sandbox?: Parameters<typeof startSandbox>[0];
}

export interface Call {
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  token?: string;
  /** Null takes away a header that would be sent otherwise. */
  headers?: { [name: string]: string | null };
  /** Sends the body in chunks, without a Content-Length. */
  chunked?: boolean;
  /** With its question mark. */
  query?: string;
}

/** An answer that has passed the contract check. `body` is the whole parsed body. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests reach into answers that the contract check has already typed
  body: any;
  reason: string | undefined;
}

export interface Service {
  url: string;
  dataDir: string;
  sandbox: Sandbox;
  admin: Admin;
  server(): ServerProcess;
  /** Calls an operation by its operationId; throws when the answer is not in the contract. */
  call(operationId: string, call?: Call): Promise<Answer>;
  /** Signs a sandbox WeChat user in. */
  wechatUser(user?: string): Promise<SignedIn>;
  /** Registers a platform user. */
  platformUser(values?: {
    [field: string]: unknown;
  }): Promise<SignedIn & { phone: string; password: string }>;
  /** Ends PocketBase and starts it again on the same data; `crash` ends it with SIGKILL. */
  restart(options?: { crash?: boolean; env?: { [name: string]: string } }): Promise<void>;
  /** Ends everything. @throws when a secret stands in the log or in what the process has printed */
  close(): Promise<void>;
}

export interface SignedIn {
  token: string;
  id: string;
  openid: string;
}

let nextPhone = 13_000_000_000 + Math.floor(Math.random() * 900_000_000);

/** A phone number that no other test of this process uses. */
export function freshPhone(): string {
  return String(nextPhone++);
}

const DEFAULT_PASSWORD = "correct-horse-8";

/** The registration body that passes; overwrite what a test is about. */
export function registration(values: { [field: string]: unknown } = {}) {
  return {
    users_name: "测试用户",
    users_phone: freshPhone(),
    password: DEFAULT_PASSWORD,
    passwordConfirm: DEFAULT_PASSWORD,
    users_picture: "https://example.com/avatar/1.png",
    ...values,
  };
}

export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const template = options.from ?? process.env.KIT_TEMPLATE;
  if (!template) throw new Error("KIT_TEMPLATE is not set: run through vitest");
  const dataDir = await mkdtemp(join(options.under ?? tmpdir(), "kit-data-"));
  await cp(template, dataDir, { recursive: true });
  const sandbox = await startSandbox(options.sandbox);
  const hooksDir = options.hooks && (await hooksBesideOurs(options.hooks));
  const pool = options.hooksPool ?? (process.env.HOOKS_POOL ? Number(process.env.HOOKS_POOL) : undefined);
  let output = "";
  const start = (env: { [name: string]: string } = {}) =>
    startServer({
      dataDir,
      onOutput: (text) => (output += text),
      ...(hooksDir && { hooksDir }),
      ...(pool === undefined ? {} : { hooksPool: pool }),
      env: {
        ...sandbox.settings,
        ...options.env,
        ...env,
      },
    });
  let server = await start();
  const admin = new Admin(() => server.url, SUPERUSER);
  if (!options.rateLimits) await admin.settings({ rateLimits: { enabled: false } });

  const service: Service = {
    get url() {
      return server.url;
    },
    dataDir,
    sandbox,
    admin,
    server: () => server,
    call: (id, call) => callOperation(server.url, id, call),
    async wechatUser(user) {
      const { code } = sandbox.mintLoginCode(user === undefined ? {} : { user });
      return signedIn(await service.call("wechatLogin", { body: { users_wx_code: code } }));
    },
    async platformUser(values) {
      const body = registration(values);
      const user = signedIn(await service.call("platformRegister", { body }));
      return { ...user, phone: body.users_phone, password: body.password };
    },
    async restart({ crash = false, env } = {}) {
      await (crash ? server.kill() : server.stop());
      server = await start(env);
    },
    async close() {
      await server.stop();
      await sandbox.close();
      const places = { ...filesOf(dataDir, "auxiliary.db"), output };
      const passwords = { "a password": DEFAULT_PASSWORD, "the superuser's password": SUPERUSER.password };
      await rm(dataDir, { recursive: true, force: true });
      if (hooksDir) await rm(hooksDir, { recursive: true, force: true });
      const leaked = leaks(places, { ...secretsOfAll(sandbox), ...passwords });
      if (leaked.length > 0) throw new Error(`the service leaked:\n${leaked.join("\n")}`);
    },
  };
  return service;
}

/** A new hooks folder, with the built files and an operator's. */
export async function hooksBesideOurs(files: { [file: string]: string }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kit-hooks-"));
  await cp(join(projectRoot, "pb_hooks"), folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

function signedIn({ status, text, body }: Answer): SignedIn {
  if (status !== 200) throw new Error(`sign-in failed: ${text}`);
  return { token: body.token, id: body.record.id, openid: body.record.openid };
}

export async function callOperation(url: string, id: string, call: Call = {}): Promise<Answer> {
  const operation = operations[id];
  if (!operation) throw new Error(`no operation ${id}`);
  // fetch sends no body with these.
  const body = /^(GET|HEAD)$/.test(operation.method) ? undefined : bodyOf(call);
  const response = await fetch(url + operation.path + (call.query ?? ""), {
    method: operation.method,
    headers: headersOf(call),
    ...(body !== undefined && { body, duplex: "half" }),
  });
  const received = { status: response.status, headers: response.headers, text: await response.text() };
  const parsed = checkAnswer(id, received) as Answer["body"];
  return { ...received, body: parsed, reason: parsed?.data?.reason };
}

function bodyOf({ body, chunked }: Call): FormData | Uint8Array | ReadableStream | undefined {
  if (body === undefined || body instanceof FormData) return body;
  // As bytes, because fetch gives a text without a type one of its own.
  const bytes =
    body instanceof Uint8Array
      ? body
      : new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
  return chunked ? ReadableStream.from([bytes]) : bytes;
}

function headersOf({ body, token, headers }: Call): [string, string][] {
  const all = {
    ...(body !== undefined && !(body instanceof FormData) && { "content-type": "application/json" }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...headers,
  };
  return Object.entries(all).filter((header): header is [string, string] => header[1] !== null);
}
