/**
 * Many WeChat logins at once against a WeChat that takes its time, while other routes are called at a steady pace;
 * and the memory of the service before, at its highest, and after.
 * @module
 */
import { randomBytes } from "node:crypto";
import { type Service, startService } from "../../tests/support/service.ts";
import { memoryOf } from "../../tools/process-stats.ts";
import { Client, Lost } from "../shared/client.ts";
import { openidOf } from "../shared/people.ts";
import { pause, type Say } from "../shared/program.ts";
import { Tally } from "../shared/tally.ts";
import { type Probe, type ProbeResult, startProbes } from "./probes.ts";

export interface SlowWechatOptions {
  template: string;
  /** How many log in at the same time. */
  clients: number;
  /** How often they do so; each wave begins when the one before has been answered. */
  waves: number;
  /** Over how long the logins of a wave begin, evenly; 0: all at the same instant. */
  overMs: number;
  /** How many of a hundred logins are somebody's first, which costs several times as much. */
  newPercent: number;
  /** What WeChat takes for a code exchange. */
  delayMs: number;
  /** Calls a second of each other route; a tenth of it for the platform login, which is 60 ms of CPU by itself. */
  probesPerSecond: number;
  /** How long the other routes are called alone, for comparison. */
  idleMs: number;
  /** How long the memory may take to come down. */
  settleMs: number;
  /** PocketBase's `--hooksPool`: runtimes it keeps ready. */
  hooksPool: number;
  /** Environment of the service; its defaults unless given. */
  env?: { [name: string]: string };
}

export interface SlowWechatResult {
  /** New and known users apart; those of a first wave, in which runtimes and memory are made, are `first`. */
  logins: Tally;
  first: Tally;
  idle: ProbeResult[];
  busy: ProbeResult[];
  /** MiB resident, and how long it took to come back within the margin (null: it has not). */
  memory: { before: number; peak: number; after: number; settledMs: number | null };
}

/** PocketBase's own default of `--hooksPool`. */
const DEFAULT_POOL = 15;

/**
 * MiB that may be left of the growth once the memory counts as back: caches and connection pools, and up to 1 MiB of
 * the bundle's state in each pooled runtime that has now been used.
 */
export function plateauMargin(hooksPool: number): number {
  return 64 + Math.max(0, hooksPool - DEFAULT_POOL);
}

export async function slowWechat(
  options: SlowWechatOptions,
  say: Say,
  interrupted: AbortSignal,
): Promise<SlowWechatResult> {
  const { hooksPool, env } = options;
  const service = await startService({
    from: options.template,
    hooksPool,
    ...(env && { env }),
  });
  const client = new Client(() => service.url);
  try {
    const { pid } = service.server();
    const probes = await probesOf(service, options.probesPerSecond);
    say("other routes alone");
    let stop = await startProbes(service.url, probes);
    await pause(options.idleMs, interrupted);
    const idle = await stop();
    const before = (await memoryOf(pid)).now;

    say(
      `${options.clients} logins at a time, begun within ${options.overMs} ms; WeChat takes ${options.delayMs} ms`,
    );
    await signUp(service, client, options.clients);
    service.sandbox.setFault({ endpoint: "jscode2session", kind: "delay", delay_ms: options.delayMs });
    const first = await logIn(service, client, { ...options, waves: 1 }, interrupted);
    say("warm");
    stop = await startProbes(service.url, probes);
    const logins = await logIn(service, client, options, interrupted);
    const busy = await stop();
    service.sandbox.clearFaults();

    say(`memory: ${before.toFixed(0)} MiB before, ${(await memoryOf(pid)).peak.toFixed(0)} MiB at most`);
    const settledMs = await settle(
      pid,
      before + plateauMargin(hooksPool),
      options.settleMs,
      say,
      interrupted,
    );
    const { now: after, peak } = await memoryOf(pid);
    return { logins, first, idle, busy, memory: { before, peak, after, settledMs } };
  } finally {
    client.close();
    await service.close();
  }
}

/** The routes that do not wait for the slow endpoint. */
async function probesOf(service: Service, perSecond: number): Promise<Probe[]> {
  const { token } = await service.wechatUser("somebody");
  const { phone: users_phone, password } = await service.platformUser();
  return [
    { name: "health", operationId: "health", perSecond, call: {} },
    { name: "users count", operationId: "usersCount", perSecond, call: {} },
    { name: "hello world", operationId: "helloWorld", perSecond, call: {} },
    { name: "refresh by token", operationId: "refreshToken", perSecond, call: { token } },
    {
      name: PASSWORD_PROBE,
      operationId: "platformLogin",
      perSecond: perSecond / 10,
      call: { body: { users_phone, password } },
    },
  ];
}

export const PASSWORD_PROBE = "platform login";

/** An openid that nobody had before. */
const newcomer = () => `o${randomBytes(14).toString("base64url")}`;

/** How many sign up at the same time beforehand. */
const SIGN_UPS = 16;

/** Signs the known users up, one for each client; it also compiles the driver's own check of the answers. */
async function signUp(service: Service, client: Client, count: number): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const { code } = service.sandbox.mintLoginCode({ openid: openidOf(next++) });
      await client.call("wechatLogin", { body: { users_wx_code: code } });
    }
  };
  await Promise.all(Array.from({ length: SIGN_UPS }, worker));
}

/** Wave after wave; newcomers are spread evenly among the logins. */
async function logIn(
  service: Service,
  client: Client,
  { clients, waves, overMs, newPercent }: SlowWechatOptions,
  interrupted: AbortSignal,
): Promise<Tally> {
  const tally = new Tally();
  const logInOnce = async (name: string, openid: string) => {
    const body = { users_wx_code: service.sandbox.mintLoginCode({ openid }).code };
    try {
      const { status, reason, milliseconds } = await client.call("wechatLogin", { body });
      if (status === 200) tally.succeeded(name, milliseconds);
      else tally.refused(name, reason ?? String(status));
    } catch (error) {
      if (error instanceof Lost) tally.lost(name);
      else tally.wrong(name, String(error));
    }
  };
  const isNew = (login: number) => (login * newPercent) % 100 < newPercent;
  const one = async (login: number) => {
    const number = login % clients;
    await pause((overMs * number) / clients);
    await (isNew(login) ? logInOnce("new users", newcomer()) : logInOnce("known users", openidOf(number)));
  };
  for (let wave = 0; wave < waves && !interrupted.aborted; wave += 1) {
    await Promise.all(Array.from({ length: clients }, (_, number) => one(wave * clients + number)));
  }
  return tally;
}

/** Waits until the memory is below the limit. @returns how long that took, null when it has not come down */
async function settle(
  pid: number,
  limit: number,
  patienceMs: number,
  say: Say,
  interrupted: AbortSignal,
): Promise<number | null> {
  const started = performance.now();
  for (let round = 1; ; round += 1) {
    const { now } = await memoryOf(pid);
    const waited = performance.now() - started;
    if (now <= limit) return waited;
    if (waited >= patienceMs || interrupted.aborted) return null;
    if (round % 20 === 0) say(`memory: ${now.toFixed(0)} MiB, waiting for ${limit.toFixed(0)} MiB`);
    await pause(500, interrupted);
  }
}
