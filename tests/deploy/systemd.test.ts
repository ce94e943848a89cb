/**
 * The units of deploy/ and standby/, as systemd reads them, and the flags that every guide starts PocketBase with.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { pocketbaseBinary } from "../../scripts/binary.ts";
import { freePort, projectRoot } from "../../scripts/server-process.ts";

const read = (file: string) => readFile(join(projectRoot, file), "utf8");
const unit = await read("deploy/systemd/pocketbase.service");

/** The values of a directive, in the order of the file. */
const valuesOf = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`^${name}=(.*)$`, "gm"))].map(([, value]) => String(value));

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kit-deploy-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** What this machine cannot show is said here, so that a skipped check is not taken for a passed one. */
const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;
if (!hasSystemd) console.warn("SKIPPED: systemd's own view of the units: systemd-analyze is not installed");

describe.runIf(hasSystemd)("systemd-analyze", () => {
  /** Units whose programs and settings exist only on a machine that is set up. */
  async function units(): Promise<{ folder: string; names: string[] }> {
    const folder = await temporary();
    const files = {
      "pocketbase.service": unit,
      "pocketbase-replicate.service": await read("standby/systemd/pocketbase-replicate.service"),
      "pocketbase-follow@data.db.service": await read("standby/systemd/pocketbase-follow@.service"),
    };
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(folder, name), text.replace(/^ExecStart=\/opt\/\S+/m, "ExecStart=/bin/true"));
    }
    return { folder, names: Object.keys(files) };
  }

  test("verifies the units without a word", async () => {
    const { folder, names } = await units();
    const { status, stderr } = spawnSync(
      "systemd-analyze",
      ["verify", "--recursive-errors=no", ...names.map((name) => join(folder, name))],
      { encoding: "utf8" },
    );
    expect(stderr.split("\n").filter((line) => names.some((name) => line.includes(name)))).toEqual([]);
    expect(status).toBe(0);
  });

  test("finds PocketBase's unit little exposed: at most 1.5 of 10", async () => {
    const { folder } = await units();
    const args = ["security", "--offline=true", "--no-pager", "--threshold=15"];
    const { status, stdout } = spawnSync("systemd-analyze", [...args, join(folder, "pocketbase.service")], {
      encoding: "utf8",
    });
    expect(stdout).toContain("Overall exposure level");
    expect(status).toBe(0);
  });
});

test("five failed starts fit into the time in which systemd counts them, so that a refused migration does not loop", () => {
  const number = (name: string) => Number(valuesOf(unit, name)[0]);
  // Migrations that refuse take seconds at most, or the limit is never reached.
  const slowestStart = 30;
  expect(number("StartLimitBurst")).toBe(5);
  expect(number("StartLimitIntervalSec")).toBeGreaterThan(5 * (number("RestartSec") + slowestStart));
  // PocketBase before 0.40 ends with 0 then.
  expect(valuesOf(unit, "Restart")).toEqual(["on-failure"]);
});

describe("the flags of the guides", () => {
  test("are the same in the unit and in the image", async () => {
    const dockerfile = await read("deploy/docker/Dockerfile");
    const entry = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(dockerfile)?.[1] ?? "null") as string[];
    const [, ...unitFlags] = (valuesOf(unit, "ExecStart")[0] ?? "").split(" serve ");
    const names = (flags: string) => [...flags.matchAll(/--(\w+)/g)].map(([, name]) => name);
    expect(names(entry.join(" "))).toEqual(names(unitFlags.join(" ")));
    for (const flag of ["--hooksWatch=false", "--automigrate=false", "--hooksPool=64"]) {
      expect(entry).toContain(flag);
      expect(unitFlags.join(" ")).toContain(flag);
    }
  });

  /** Starts PocketBase with the unit's flags, its paths below a folder. @returns the status of the health route */
  async function health(without: RegExp | null): Promise<number> {
    const folder = await temporary();
    await mkdir(join(folder, "opt/pocketbase"), { recursive: true });
    await mkdir(join(folder, "var/lib/pocketbase"), { recursive: true });
    const program = join(folder, "opt/pocketbase/pocketbase");
    await symlink(pocketbaseBinary(), program);
    for (const name of ["pb_hooks", "pb_migrations"]) {
      await cp(join(projectRoot, name), join(folder, "opt/pocketbase", name), { recursive: true });
    }
    const port = await freePort();
    const words = (valuesOf(unit, "ExecStart")[0] ?? "")
      .replace(without ?? /$^/, "")
      .replaceAll(/(?<= |^)\/(?=opt|var)/g, `${folder}/`)
      .replace("127.0.0.1:8090", `127.0.0.1:${port}`)
      .split(/ +/);
    const cwd = join(folder, "var/lib/pocketbase");
    const child = spawn(program, words.slice(1), { cwd, env: { PATH: process.env.PATH }, stdio: "ignore" });
    try {
      const answer = () =>
        fetch(`http://127.0.0.1:${port}/api/system/health`).then(
          ({ status }) => status,
          () => 0,
        );
      await expect.poll(answer, { timeout: 60_000 }).toBeGreaterThan(0);
      return await answer();
    } finally {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
  }

  test("serve the kit from a data folder elsewhere", async () => {
    expect(await health(null)).toBe(200);
  });

  test("need --hooksDir then, because PocketBase looks for hooks beside its data", async () => {
    expect(await health(/--hooksDir \S+/)).toBe(404);
  });
});
