/** What the doctor says beside a real Litestream, run as standby/ has it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { findLitestream, NoLitestream } from "../../reliability/standby/litestream.ts";
import { projectRoot } from "../../scripts/server-process.ts";
import { Deployment } from "../deployment/plain-deployment.ts";
import { byRequest, discard, soundData, startSound } from "./sound-deployment.ts";

const litestream = await findLitestream().catch((error: unknown) => {
  if (!(error instanceof NoLitestream)) throw error;
  console.warn(`SKIPPED: the doctor beside Litestream: ${error.message} (LITESTREAM_BIN names one)`);
  return null;
});

describe.skipIf(!litestream)("a deployment with a standby", () => {
  test("is sound while Litestream sends, and broken once it does not answer", async () => {
    const data = await soundData({ encrypted: false });
    onTestFinished(() => discard(data));
    const made = await Deployment.make(data);
    onTestFinished(() => made.remove());
    const beside = join(made.folder, "..");
    const env = {
      PATH: process.env.PATH ?? "",
      PB_DATA: join(made.folder, "pb_data"),
      STANDBY_STATE: join(beside, "standby"),
      LITESTREAM_CONFIG: join(projectRoot, "standby/litestream.yml"),
      LITESTREAM_BIN: litestream ?? "",
      REPLICA: `file://${join(beside, "replica")}`,
      SYNC_INTERVAL: "100ms",
    };
    await startSound(made, { env, encrypted: false });
    const sender = spawn(join(projectRoot, "standby/replicate.sh"), { env, stdio: "ignore" });
    const ended = once(sender, "exit");
    const said = async () => (await byRequest(made)).checks.find(({ id }) => id === "standby");

    await expect.poll(said, { timeout: 60_000 }).toMatchObject({ verdict: "sound" });
    expect((await said())?.seen).toMatch(/^副本 \d 秒前更新过$/);
    sender.kill("SIGTERM");
    await ended;
    expect(await said()).toMatchObject({ verdict: "broken", seen: "Litestream 没有应答" });
  });
});
