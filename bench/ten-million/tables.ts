/**
 * The two tables: filled, started, and with users signed in.
 * @module
 */
import { cpuSeconds, resting } from "../../tools/process-stats.ts";
import { fillUsers } from "../fill.ts";
import { loginBodies } from "../requests.ts";
import type { Stage, Stages } from "../stage.ts";

/** Users whose tokens are renewed in turn. */
const TOKENS = 2000;

/** A table of so many users, and what filling it took. */
export interface Filled {
  dataDir: string;
  users: number;
  seconds: number;
}

export async function filled(
  stages: Stages,
  users: number,
  progress: (users: number, seconds: number) => void,
): Promise<Filled> {
  const dataDir = await stages.prepareData(`users-${users}`);
  const stage = await stages.start(dataDir);
  const startedAt = performance.now();
  const sinceStart = () => (performance.now() - startedAt) / 1000;
  const made = await fillUsers(stage, users, [stages.sandbox.appid], (done) => progress(done, sinceStart()));
  const seconds = sinceStart();
  await stage.stop();
  return { dataDir, users: made, seconds };
}

/** Signs some of the users in, from one end of the table to the other. */
async function tokensOf(stages: Stages, { url }: Stage, users: number): Promise<string[]> {
  const some = Math.min(TOKENS, users);
  const tokens: string[] = [];
  const body = loginBodies(stages, 0, () => 1 + Math.floor((tokens.length * users) / some));
  while (tokens.length < some) {
    const response = await fetch(`${url}/api/wechat/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: body(),
    });
    if (!response.ok) throw new Error(`wechat/login: ${await response.text()}`);
    tokens.push(((await response.json()) as { token: string }).token);
  }
  return tokens;
}

export interface Start {
  /** Milliseconds from spawning the process to its first answer. */
  answered: number;
  /** CPU milliseconds until it rests: the service counts its users behind the first answers. */
  cpu: number;
}

export async function startsOf(stages: Stages, { dataDir }: Filled, count: number): Promise<Start[]> {
  const starts: Start[] = [];
  while (starts.length < count) {
    const startedAt = performance.now();
    const stage = await stages.start(dataDir);
    const response = await fetch(`${stage.url}/api/system/health`, { method: "POST" });
    if (!response.ok) throw new Error(`health: ${response.status}`);
    const answered = performance.now() - startedAt;
    await resting(stage.pid);
    starts.push({ answered, cpu: cpuSeconds(stage.pid) * 1000 });
    await stage.stop();
  }
  return starts;
}

/** A table with users who are measured in it. */
export interface Used extends Filled {
  stage: Stage;
  tokens: string[];
}

export async function inUse(stages: Stages, table: Filled): Promise<Used> {
  const stage = await stages.start(table.dataDir);
  return { ...table, stage, tokens: await tokensOf(stages, stage, table.users) };
}
