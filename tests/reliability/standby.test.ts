/**
 * standby/: the scripts, the hook file, and a short round of the drill. The long rounds and their figures: docs/standby.md.
 */
import { execFile, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { findLitestream, NoLitestream } from "../../reliability/standby/litestream.ts";
import { standbyRounds } from "../../reliability/standby/rounds.ts";
import { projectRoot } from "../../scripts/server-process.ts";
import { IS_0_40 } from "../support/pocketbase-version.ts";
import { startService } from "../support/service.ts";

const scripts = join(projectRoot, "standby");

/** What this machine cannot show is said here, so that a skipped check is not taken for a passed one. */
const litestream = await findLitestream().catch((error: unknown) => {
  if (!(error instanceof NoLitestream)) throw error;
  console.warn(`SKIPPED: what needs Litestream: ${error.message} (LITESTREAM_BIN names one)`);
  return null;
});

describe("the scripts of the standby", () => {
  let folder: string;
  let env: { [name: string]: string };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "kit-standby-test-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await mkdir(join(folder, "pb_data"));
    env = {
      PATH: String(process.env.PATH),
      PB_DATA: join(folder, "pb_data"),
      STANDBY_STATE: join(folder, "state"),
      LITESTREAM_CONFIG: join(scripts, "litestream.yml"),
      LITESTREAM_BIN: join(folder, "litestream"),
    };
    await litestreamSays("level min_txid max_txid size created");
  });

  /** A Litestream that lists this, whatever it is asked. */
  async function litestreamSays(text: string, status = 0): Promise<void> {
    const file = join(folder, "litestream");
    await writeFile(file, `#!/bin/sh\ncat <<'END'\n${text}\nEND\nexit ${status}\n`, { mode: 0o755 });
  }

  function run(script: string, ...args: string[]): [number | null, string] {
    const { status, stderr } = spawnSync(join(scripts, script), args, { env, encoding: "utf8" });
    return [status, stderr.trim()];
  }

  test("say which setting is missing", () => {
    delete env.PB_DATA;
    expect(run("lag.sh")).toEqual([
      2,
      "lag.sh: refused: PB_DATA is not set (standby.env lists the settings)",
    ]);
  });

  test("refuse Litestream's folder below PocketBase's", () => {
    env.STANDBY_STATE = join(String(env.PB_DATA), "state");
    expect(run("may-serve.sh")).toEqual([
      2,
      "may-serve.sh: refused: STANDBY_STATE lies in PB_DATA: PocketBase's backups would pack it, and fail on it",
    ]);
  });

  test("let a primary serve while nobody has taken over", () => {
    expect(run("may-serve.sh")).toEqual([0, ""]);
  });

  test("keep a primary off whose successor has written to the replica", async () => {
    await litestreamSays("level min_txid max_txid size created\n9 0000000000000001 0000000000000001 5 now");
    expect(run("may-serve.sh")).toEqual([
      3,
      "may-serve.sh: refused: another machine has taken over: this one has epoch 1, the replica has e2 (see rejoin.sh)",
    ]);
    expect(run("replicate.sh")[0]).toBe(3);
  });

  test("let a primary serve with a warning while the replica is out of reach, unless that is forbidden", async () => {
    await litestreamSays("", 1);
    expect(run("may-serve.sh")).toEqual([
      0,
      "may-serve.sh: warning: the replica cannot be asked whether another machine has taken over",
    ]);
    env.FENCE = "strict";
    expect(run("may-serve.sh")).toEqual([
      4,
      "may-serve.sh: refused: the replica cannot be asked whether another machine has taken over",
    ]);
  });

  test("keep PocketBase off a follower's copy", async () => {
    await writeFile(join(String(env.PB_DATA), "data.db-txid"), "0000000000000004");
    expect(run("may-serve.sh")).toEqual([
      2,
      `may-serve.sh: refused: ${env.PB_DATA}/data.db is a follower's copy: takeover.sh makes it a primary's`,
    ]);
  });

  test("do not follow into a folder that was a primary's", async () => {
    await writeFile(join(String(env.PB_DATA), "data.db"), "");
    expect(run("follow.sh", "data.db")).toEqual([
      2,
      `follow.sh: refused: ${env.PB_DATA}/data.db was a primary's, and may hold writes that the replica has not: rejoin.sh moves it aside`,
    ]);
  });

  test("take over only when told that the old primary is off, and only a follower's copy", async () => {
    expect(run("takeover.sh")).toEqual([
      2,
      "takeover.sh: refused: first make certain that the old primary is off and stays off, then say --fenced",
    ]);
    expect(run("takeover.sh", "--fenced")).toEqual([
      2,
      `takeover.sh: refused: ${env.PB_DATA}/data.db is no follower's copy`,
    ]);
    await writeFile(join(String(env.PB_DATA), "data.db-txid"), "0000000000000004");
    await litestreamSays("", 1);
    expect(run("takeover.sh", "--fenced")).toEqual([
      4,
      "takeover.sh: refused: the replica is out of reach; --as-it-is takes what is here",
    ]);
  });

  test("take over by what is here when the replica is gone as well, and begin a new epoch", async () => {
    for (const name of ["data.db", "auxiliary.db"]) {
      await writeFile(join(String(env.PB_DATA), `${name}-txid`), "0000000000000004");
    }
    await litestreamSays("", 1);
    const [status] = run("takeover.sh", "--fenced", "--as-it-is");
    expect(status).toBe(0);
    expect(await readFile(join(String(env.STANDBY_STATE), "epoch"), "utf8")).toBe("2\n");
    expect(run("may-serve.sh")[0]).toBe(0);
  });

  test("move an old primary's data aside, and never into an older epoch", async () => {
    await writeFile(join(String(env.PB_DATA), "data.db"), "old");
    expect(run("rejoin.sh", "1")).toEqual([
      2,
      "rejoin.sh: refused: this machine has epoch 1 already: an older one is never joined again",
    ]);
    expect(run("rejoin.sh", "2")[0]).toBe(0);
    expect(await readFile(join(folder, "pb_data-before-e2/data.db"), "utf8")).toBe("old");
    expect(await readFile(join(String(env.STANDBY_STATE), "epoch"), "utf8")).toBe("2\n");
  });

  test("say that a copy is behind, and by how much", async () => {
    await litestreamSays("level min_txid max_txid size created\n0 0000000000000009 000000000000000a 5 now");
    await writeFile(join(String(env.PB_DATA), "data.db-txid"), "0000000000000009");
    await writeFile(join(String(env.PB_DATA), "auxiliary.db-txid"), "000000000000000a");
    env.LAG_MAX = "0";
    const { status, stdout } = spawnSync(join(scripts, "lag.sh"), { env, encoding: "utf8" });
    expect(stdout.split("\n").slice(0, 2)).toEqual([
      "data.db: the replica held 000000000000000a, the copy is at 0000000000000009 after 0 s",
      "auxiliary.db: the replica held 000000000000000a, the copy is at 000000000000000a after 0 s",
    ]);
    expect(status).toBe(1);
  });
});

describe("the hook file beside Litestream", () => {
  test("replaces PocketBase's nightly optimisation, and makes backups only where they are whole", async () => {
    const hook = await readFile(join(scripts, "litestream.pb.js"), "utf8");
    const service = await startService({ hooks: { "litestream.pb.js": hook } });
    onTestFinished(() => service.close());
    const { admin } = service;
    const jobs = (await admin.request<{ id: string }[]>("GET", "/api/crons")).map(({ id }) => id);
    expect(jobs).not.toContain("__pbDBOptimize__");
    expect(jobs).toContain("litestream_optimize");

    const backup = admin.request("POST", "/api/backups", { name: "beside.zip" });
    if (IS_0_40) await backup;
    // PocketBase's own answer; what the hook says stands in its log.
    else await expect(backup).rejects.toThrow("POST /api/backups: 400");
    const files = await admin.request<{ key: string }[]>("GET", "/api/backups");
    expect(files.map(({ key }) => key)).toEqual(IS_0_40 ? ["beside.zip"] : []);
    // And writing goes on.
    await service.wechatUser();
  });
});

describe.runIf(litestream !== null)("with Litestream", () => {
  const binary = String(litestream);

  test.each([
    ["litestream.yml", { REPLICA: "file:///replica" }],
    [
      "litestream-s3.yml",
      { S3_BUCKET: "b", S3_ENDPOINT: "https://oss.example.com", S3_REGION: "r", S3_PATH_STYLE: "false" },
    ],
  ])("%s is read, and names both databases", async (file, settings) => {
    const places = { PB_DATA: "/data", STANDBY_STATE: "/state", SYNC_INTERVAL: "1s", EPOCH: "e1" };
    const { stdout } = await promisify(execFile)(binary, ["databases", "-config", join(scripts, file)], {
      env: { PATH: process.env.PATH, ...places, ...settings },
    });
    expect(stdout).toContain("/data/data.db");
    expect(stdout).toContain("/data/auxiliary.db");
  });

  test(
    "the standby takes over from a primary that was killed, and hands back as planned",
    { timeout: 300_000 },
    async () => {
      const template = process.env.KIT_TEMPLATE ?? "";
      const options = { template, litestream: binary, rounds: 1, seed: 7, loadMs: 1500, perSecond: 40 };
      const { sections, violations } = await standbyRounds(
        { ...options, syncMs: 500, boundMs: 10_000 },
        () => undefined,
        new AbortController().signal,
      );
      expect(violations).toEqual([]);
      const [crash, planned] = sections[0]?.rows ?? [];
      expect(Number(crash?.[2])).toBeGreaterThan(0);
      expect(planned?.[3]).toBe("0–0");
    },
  );
});
