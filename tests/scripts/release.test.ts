import { execFile } from "node:child_process";
import { appendFile, cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Script } from "node:vm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startSandbox } from "../../sandbox/server.ts";
import { makeRelease, type Release } from "../../scripts/release.ts";
import { startServer } from "../../scripts/server-process.ts";

const run = promisify(execFile);
const MANIFEST = "pb_hooks/wechat_auth/SHA256SUMS";

let made = "";
let release: Release;
/** The unpacked release. */
let unpacked = "";
/** The folder of a deployment. */
let target = "";

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), "made-"));
  release = await makeRelease(made);
  await run("tar", ["-xzf", release.file, "-C", made]);
  unpacked = join(made, `pocketbase-wechat-auth-${release.version}`);
});
afterAll(() => rm(made, { recursive: true }));
beforeEach(async () => {
  target = await mkdtemp(join(tmpdir(), "deployed-"));
});
afterEach(() => rm(target, { recursive: true }));

/** Runs upgrade.sh of a release over the deployment. */
async function upgrade(...flags: string[]): Promise<{ code: number; out: string; err: string }> {
  try {
    const { stdout, stderr } = await run("sh", [join(unpacked, "upgrade.sh"), ...flags, target]);
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

const inTarget = (path: string) => readFile(join(target, path), "utf8");
const inRelease = (path: string) => readFile(join(unpacked, path), "utf8");
const installed = () => `installed ${release.version} in ${target}`;

/** Makes the deployment look as an older release left it: another file, another text, and a manifest that says so. */
async function installOlder(): Promise<void> {
  await upgrade();
  await writeFile(join(target, "pb_hooks/wechat_auth/older.js"), "// of an older release\n");
  await writeFile(join(target, "pb_hooks/wechat_auth/health.js"), "// older\n");
  const { stdout } = await run("sh", [
    "-c",
    `cd "$0" && find pb_hooks pb_migrations -type f ! -name SHA256SUMS | sort | xargs sha256sum`,
    target,
  ]);
  await writeFile(join(target, MANIFEST), stdout);
}

describe("a release", () => {
  test("holds what a deployment and its clients need, each file under its checksum", async () => {
    expect((await readdir(unpacked)).sort()).toEqual([
      "CHANGELOG.md",
      "CHANGELOG.zh-CN.md",
      "LICENSE",
      "LICENSES.txt",
      "SHA256SUMS",
      "VERSION",
      "deploy",
      "miniprogram",
      "openapi-3.0.yaml",
      "openapi.yaml",
      "pb_hooks",
      "pb_migrations",
      "postman",
      "reference.html",
      "standby",
      "upgrade.sh",
    ]);
    await run("sha256sum", ["--strict", "-c", "SHA256SUMS"], { cwd: unpacked });
    await run("sha256sum", ["--strict", "-c", MANIFEST], { cwd: unpacked });
    const [version, commit, built] = (await inRelease("VERSION")).trim().split("\n");
    expect(version).toBe(release.version);
    const head = await run("git", ["log", "-1", "--format=commit %H%nbuilt %cI"]);
    const [headCommit, headTime = ""] = head.stdout.trim().split("\n");
    expect(commit).toBe(headCommit);
    const time = new Date(headTime.slice("built ".length)).toISOString();
    expect(built).toBe(`built ${time}`);
    expect(await inRelease("pb_hooks/wechat_auth/helloWorld.js")).toContain(`build_time: "${time}"`);
  });

  test("is the same to the byte when it is made again", async () => {
    const again = await mkdtemp(join(tmpdir(), "again-"));
    const { file } = await makeRelease(again);
    expect((await readFile(file)).equals(await readFile(release.file))).toBe(true);
    await rm(again, { recursive: true });
  });

  test("has a reference of every operation that asks no network for anything", async () => {
    const page = await inRelease("reference.html");
    expect(page).toContain('"operationId":"wechatLogin"');
    for (const [, script = ""] of page.matchAll(/<script>(.*?)<\/script>/gs)) new Script(script);
    expect(page.match(/<(?:script|link|img)[^>]*(?:src|href)=/g)).toBeNull();
  });

  test("names the licence of every library that is bundled", async () => {
    const licences = await inRelease("LICENSES.txt");
    expect(licences).toContain("preact");
    expect(licences).toContain("Permission is hereby granted");
  });
});

describe("upgrade.sh", () => {
  test("installs beside the binary, and the service that it installed signs people in", async () => {
    await writeFile(join(target, "own.txt"), "mine");
    expect(await upgrade()).toEqual({
      code: 0,
      out: `${installed()}\nRestart PocketBase; its first start runs the migrations.\n`,
      err: "",
    });
    await flow();
    expect(await inTarget("own.txt")).toBe("mine");
  });

  test("upgrades an older release, says what it left behind, and keeps the users", async () => {
    await installOlder();
    await writeFile(join(target, "pb_hooks/own.pb.js"), "// mine\n");
    const { code, out } = await upgrade();
    expect(code).toBe(0);
    expect(out).toBe(
      [
        installed(),
        "an older release left these behind, which nothing uses any more; remove them:",
        "  pb_hooks/wechat_auth/older.js",
        "Restart PocketBase; its first start runs the migrations.",
        "",
      ].join("\n"),
    );
    expect(await inTarget("pb_hooks/wechat_auth/health.js")).toBe(
      await inRelease("pb_hooks/wechat_auth/health.js"),
    );
    expect(await inTarget("pb_hooks/own.pb.js")).toBe("// mine\n");
    await flow();
  });

  test("refuses over an edited or removed file, names it, and changes nothing", async () => {
    await installOlder();
    await appendFile(join(target, "pb_hooks/wechat_auth/wechatLogin.js"), "// mine\n");
    await rm(join(target, "pb_hooks/wechat_auth/usersCount.js"));
    expect(await upgrade()).toEqual({
      code: 1,
      out: "",
      err: [
        "refused: these files of the older release were edited or removed; put them back, or move them aside:",
        "  pb_hooks/wechat_auth/usersCount.js",
        "  pb_hooks/wechat_auth/wechatLogin.js",
        "Nothing was changed.",
        "",
      ].join("\n"),
    });
    expect(await inTarget("pb_hooks/wechat_auth/health.js")).toBe("// older\n");
  });

  test("refuses where a file of the operator's has the name of one of ours", async () => {
    await cp(join(unpacked, "pb_migrations"), join(target, "pb_migrations"), { recursive: true });
    await cp(join(unpacked, "pb_hooks/console"), join(target, "pb_hooks"), { recursive: true });
    await writeFile(join(target, "pb_hooks/openapi.yaml"), "openapi: 3.1.0\n");
    const { code, err } = await upgrade();
    expect(code).toBe(1);
    expect(err).toBe(
      "refused: these files are not of an older release, but have the names of ours:\n  pb_hooks/openapi.yaml\nNothing was changed.\n",
    );
  });

  test("takes a copy without a manifest over only when it is told to, and keeps what it replaces", async () => {
    await installOlder();
    await rm(join(target, MANIFEST));
    const refused = await upgrade();
    expect([refused.code, refused.err.split("\n")[0]]).toEqual([
      1,
      "refused: there is an older copy without a manifest, so edits cannot be told; --adopt takes it over and keeps what it replaces",
    ]);
    const { code, out } = await upgrade("--adopt");
    expect(code).toBe(0);
    expect(out).toContain(`what was replaced: ${target}/wechat_auth.replaced\n`);
    expect(await inTarget("wechat_auth.replaced/pb_hooks/wechat_auth/health.js")).toBe("// older\n");
  });

  test("with --dry-run says what it would do and does nothing", async () => {
    await installOlder();
    const { code, out } = await upgrade("--dry-run");
    expect(code).toBe(0);
    expect(out.split("\n").slice(0, 3)).toEqual([
      `would install ${release.version} in ${target}`,
      "an older release left these behind, which nothing uses any more; remove them:",
      "  pb_hooks/wechat_auth/older.js",
    ]);
    expect(await inTarget("pb_hooks/wechat_auth/health.js")).toBe("// older\n");
  });

  test("refuses a release that is not whole", async () => {
    await rename(join(unpacked, "VERSION"), join(unpacked, "VERSION.away"));
    const { code, err } = await upgrade();
    await rename(join(unpacked, "VERSION.away"), join(unpacked, "VERSION"));
    expect([code, err]).toEqual([
      1,
      "refused: this release is not whole; unpack it again\nNothing was changed.\n",
    ]);
    expect(await readdir(target)).toEqual([]);
  });

  test("says how it is used when it is not told where", async () => {
    const error = await run("sh", [join(unpacked, "upgrade.sh"), "--what"]).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      code: 2,
      stderr:
        "usage: sh upgrade.sh [--dry-run] [--adopt] FOLDER   (the folder beside which pocketbase runs)\n",
    });
  });
});

/** Starts PocketBase on what is deployed; a person signs in and is counted. */
async function flow(): Promise<void> {
  const sandbox = await startSandbox();
  const server = await startServer({
    dataDir: join(target, "pb_data"),
    hooksDir: join(target, "pb_hooks"),
    migrationsDir: join(target, "pb_migrations"),
    env: { WECHAT_APPID: sandbox.appid, WECHAT_SECRET: sandbox.secret, WECHAT_API_BASE: sandbox.url },
  });
  const post = async (path: string, body?: object) => {
    const response = await fetch(server.url + path, {
      method: "POST",
      ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  try {
    const login = await post("/api/wechat/login", { users_wx_code: sandbox.mintLoginCode({}).code });
    expect(login).toMatchObject({ status: 200, body: { meta: { data: { status: "register_success" } } } });
    expect((await post("/api/system/users-count")).body).toMatchObject({ data: { total_users: 1 } });
  } finally {
    await server.stop();
    await sandbox.close();
  }
}
