/**
 * `npm run release`: dist/pocketbase-wechat-auth-<version>.tar.gz, made of the last commit. The same commit gives the
 * same bytes anywhere.
 * @module
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { create } from "tar";
import { bundledLicences } from "./release-licences.ts";
import { referencePage } from "./release-reference.ts";
import { projectRoot } from "./server-process.ts";

const run = promisify(execFile);

/** What of the built tree goes into the archive, and under which name. */
const CONTENT: { [from: string]: string } = {
  pb_hooks: "pb_hooks",
  pb_migrations: "pb_migrations",
  "openapi.yaml": "openapi.yaml",
  "pb_hooks/openapi-3.0.yaml": "openapi-3.0.yaml",
  postman: "postman",
  deploy: "deploy",
  standby: "standby",
  "miniprogram/dist": "miniprogram",
  "release/upgrade.sh": "upgrade.sh",
  "CHANGELOG.md": "CHANGELOG.md",
  "CHANGELOG.zh-CN.md": "CHANGELOG.zh-CN.md",
  LICENSE: "LICENSE",
};

export interface Release {
  /** The archive's path. */
  file: string;
  version: string;
}

/** Thrown when the commit cannot be released; the message says why. */
export class NotReleasable extends Error {}

/**
 * @param folder where the archive goes
 * @throws NotReleasable
 */
export async function makeRelease(folder: string): Promise<Release> {
  const [commit = "", time = ""] = (await git("log", "-1", "--format=%H %cI")).trim().split(" ");
  const work = await mkdtemp(join(tmpdir(), "release-"));
  try {
    const source = join(work, "source");
    await checkOut(commit, source);
    const { version } = JSON.parse(await readFile(join(source, "package.json"), "utf8")) as {
      version: string;
    };
    await requireEntry(source, version);
    await buildIn(source, time);
    const name = `pocketbase-wechat-auth-${version}`;
    const tree = join(work, name);
    for (const [from, to] of Object.entries(CONTENT))
      await cp(join(source, from), join(tree, to), { recursive: true });
    await writeFile(join(tree, "reference.html"), await referencePage(join(source, "openapi.yaml")));
    await writeFile(join(tree, "LICENSES.txt"), await bundledLicences(join(tree, "pb_hooks")));
    await writeFile(
      join(tree, "VERSION"),
      `${version}\ncommit ${commit}\nbuilt ${new Date(time).toISOString()}\n`,
    );
    await writeFile(join(tree, "SHA256SUMS"), await checksums(tree));
    await mkdir(folder, { recursive: true });
    const file = join(folder, `${name}.tar.gz`);
    const files = (await filesBelow(tree)).map((path) => `${name}/${path}`);
    await create({ file, cwd: work, gzip: { level: 9 }, portable: true, mtime: new Date(time) }, files);
    return { file, version };
  } finally {
    await rm(work, { recursive: true });
  }
}

async function git(...args: string[]): Promise<string> {
  return (await run("git", args, { cwd: projectRoot })).stdout;
}

/** The commit's files, apart from what lies about in the work tree. */
async function checkOut(commit: string, source: string): Promise<void> {
  await mkdir(source);
  const archive = `${source}.tar`;
  await git("archive", `--output=${archive}`, commit);
  await run("tar", ["-xf", archive, "-C", source]);
  await symlink(join(projectRoot, "node_modules"), join(source, "node_modules"), "junction");
}

async function buildIn(source: string, time: string): Promise<void> {
  const env = { ...process.env, BUILD_TIME: time };
  for (const script of ["build.mjs", "miniprogram/build.mjs"])
    await run(process.execPath, [script], { cwd: source, env });
}

/** @throws NotReleasable without an entry for the version in both languages */
async function requireEntry(source: string, version: string): Promise<void> {
  for (const file of ["CHANGELOG.md", "CHANGELOG.zh-CN.md"]) {
    const text = await readFile(join(source, file), "utf8");
    if (!text.split("\n").some((line) => line.startsWith(`## ${version} `) || line === `## ${version}`))
      throw new NotReleasable(`${file} has no entry for ${version}`);
  }
}

/** Every file of a tree, with forward slashes, in an order of its own. */
async function filesBelow(tree: string): Promise<string[]> {
  const entries = await readdir(tree, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(tree, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}

/** In the format of `sha256sum`. */
async function checksums(tree: string): Promise<string> {
  const lines: string[] = [];
  for (const path of await filesBelow(tree)) {
    const digest = createHash("sha256").update(await readFile(join(tree, path)));
    lines.push(`${digest.digest("hex")}  ${path}\n`);
  }
  return lines.join("");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { file } = await makeRelease(join(projectRoot, "dist"));
    const digest = createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
    console.log(`${digest}  ${relative(projectRoot, file)}`);
  } catch (error) {
    if (!(error instanceof NotReleasable)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
