import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pocketbaseBinary } from "../../scripts/binary.ts";
import { freePort, ServerEnded, startServer } from "../../scripts/server-process.ts";

/** Listens where PocketBase is about to, as another program may between the choice of a port and its use. */
const TAKER = `
import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
const [binary, ...args] = process.argv.slice(2);
const [, host, port] = /^--http=(.*):(.*)$/.exec(args.find((arg) => arg.startsWith("--http=")));
createServer().listen(Number(port), host, () => {
  process.exit(spawnSync(binary, args, { stdio: "inherit" }).status);
});
`;

describe("a server whose port somebody else has taken by the time it starts", () => {
  let folder: string;
  const at = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "server-process-"));
    await writeFile(at("taker.mjs"), TAKER);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** A PocketBase that finds its port taken this often. */
  async function binaryWithTakenPorts(name: string, times: number): Promise<string> {
    const turns = Array.from({ length: times }, (_, i) => `${at(name)}.${i}`);
    const lines = turns.map(
      (turn) =>
        `mkdir "${turn}" 2>/dev/null && exec "${process.execPath}" "${at("taker.mjs")}" "${pocketbaseBinary()}" "$@"`,
    );
    await writeFile(at(name), ["#!/bin/sh", ...lines, `exec "${pocketbaseBinary()}" "$@"`, ""].join("\n"));
    await chmod(at(name), 0o755);
    return at(name);
  }

  test("gets another one", async () => {
    const server = await startServer({ dataDir: at("data"), binary: await binaryWithTakenPorts("twice", 2) });
    const health = await fetch(`${server.url}/api/health`);
    await server.stop();
    expect(health.status).toBe(200);
  });

  test("says so when every one was taken", async () => {
    const start = startServer({ dataDir: at("data"), binary: await binaryWithTakenPorts("always", 9) });
    await expect(start).rejects.toThrow(ServerEnded);
    await expect(start).rejects.toThrow(/bind: address already in use/);
  });

  test("keeps to the one that it was told", async () => {
    const port = await freePort();
    const start = startServer({
      dataDir: at("data"),
      port,
      binary: await binaryWithTakenPorts("named", 1),
    });
    await expect(start).rejects.toThrow(`listen tcp 127.0.0.1:${port}: bind: address already in use`);
  });
});
