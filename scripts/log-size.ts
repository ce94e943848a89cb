/**
 * `npm run log-size`: what a sign-in takes in PocketBase's log on disk, for whoever has to keep logs for months.
 * @module
 */
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "../sandbox/server.ts";
import { runCommand, startServer } from "./server-process.ts";

/** Fewer than the stock budget of one address for a minute. */
const SIGN_INS = 500;
const AT_ONCE = 10;

const dataDir = await mkdtemp(join(tmpdir(), "log-size-"));
const sandbox = await startSandbox();
const env = {
  WECHAT_APPID: sandbox.appid,
  WECHAT_SECRET: sandbox.secret,
  WECHAT_API_BASE: sandbox.url,
};
const bytes = async () => (await stat(join(dataDir, "auxiliary.db"))).size;

async function signIns(url: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const { code } = sandbox.mintLoginCode({ user: "somebody" });
    const response = await fetch(`${url}/api/wechat/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ users_wx_code: code }),
    });
    if (!response.ok) throw new Error(await response.text());
  }
}

try {
  await runCommand(["migrate", "up"], { dataDir });
  const server = await startServer({ dataDir, env });
  await signIns(server.url, 1);
  await server.stop();
  const before = await bytes();
  const again = await startServer({ dataDir, env });
  const started = Date.now();
  await Promise.all(Array.from({ length: AT_ONCE }, () => signIns(again.url, SIGN_INS / AT_ONCE)));
  await again.stop();
  const each = ((await bytes()) - before) / SIGN_INS;
  console.log(
    `${SIGN_INS} sign-ins in ${Math.round((Date.now() - started) / 1000)} s: ${Math.round(each)} bytes of auxiliary.db each`,
  );
  const perDay = (each * 10_000 * 183) / 1e9;
  console.log(`10,000 a day, kept for 183 days: ${perDay.toFixed(1)} GB`);
} finally {
  await sandbox.close();
  await rm(dataDir, { recursive: true });
}
