/**
 * SIGKILL while PocketBase is still starting.
 * @module
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand, startServer } from "../../scripts/server-process.ts";
import { SUPERUSER } from "../../tests/support/service.ts";
import { processOf } from "../../tools/process-stats.ts";
import { checkOutput } from "../shared/checks.ts";
import { Client } from "../shared/client.ts";
import { damage } from "../shared/integrity.ts";
import { pause } from "../shared/program.ts";
import type { Random } from "../shared/random.ts";

/** Starts PocketBase on a data folder and kills it after so many milliseconds, ready or not. */
export async function interruptStart(dataDir: string, milliseconds: number): Promise<void> {
  const ended = startServer({ dataDir }).then(
    (server) => server.kill(),
    () => undefined,
  );
  await pause(milliseconds);
  const pid = await processOf(dataDir);
  if (pid !== null) process.kill(pid, "SIGKILL");
  await ended;
}

/**
 * A first start, which applies the migrations, is killed at some moment; the next one has to finish the work.
 * @returns what is wrong
 */
export async function interruptFirstStart(random: Random): Promise<string[]> {
  const dataDir = await mkdtemp(join(tmpdir(), "kit-first-start-"));
  try {
    const milliseconds = random.between(20, 250);
    await interruptStart(dataDir, milliseconds);
    await runCommand(["superuser", "upsert", SUPERUSER.email, SUPERUSER.password], { dataDir });
    const server = await startServer({ dataDir });
    const client = new Client(() => server.url);
    try {
      const { status, body } = await client.call("usersCount");
      const works = status === 200 && body.data.total_users === 0;
      const problems = [
        ...(works ? [] : [`users-count answers ${status}`]),
        ...checkOutput(server),
        ...(await damage(dataDir)),
      ];
      return problems.map((problem) => `first start killed after ${milliseconds} ms: ${problem}`);
    } finally {
      client.close();
      await server.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
