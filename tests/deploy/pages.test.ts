/**
 * docs/deploy.md and docs/zh/deploy.md show the files of deploy/ as they are, and their commands run.
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { pocketbaseBinary } from "../../scripts/binary.ts";
import { projectRoot } from "../../scripts/server-process.ts";

const read = (file: string) => readFile(join(projectRoot, file), "utf8");
const PAGES = ["docs/deploy.md", "docs/zh/deploy.md"];

/** Fenced blocks with their languages. */
const blocksOf = (page: string) =>
  [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, text]) => ({ language, text }));

const files = (await readdir(join(projectRoot, "deploy"), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name).slice(projectRoot.length + 1));

test.each(PAGES)("%s shows every file of deploy/, and no other text in its place", async (page) => {
  const shown = blocksOf(await read(page)).filter(({ language }) => language !== "sh");
  const texts = await Promise.all(files.map(read));
  expect(shown.map(({ text }) => text).sort()).toEqual(texts.sort());
});

test.each(files.filter((file) => file.endsWith(".yaml")))("%s is YAML without a fault", async (file) => {
  expect(parseAllDocuments(await read(file)).flatMap(({ errors }) => errors)).toEqual([]);
});

test.each(PAGES)("the folder that %s makes serves as a deployment", async (page) => {
  const [commands] = blocksOf(await read(page));
  const folder = await mkdtemp(join(tmpdir(), "kit-page-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  // The page's own commands, for another folder and with the binary at hand.
  const script = String(commands?.text)
    .replace("APP=/opt/pocketbase", `APP=${folder}/app`)
    .replace("cp pocketbase ", `cp ${pocketbaseBinary()} `);
  const made = spawnSync("sh", ["-e", "-c", script], { cwd: projectRoot, encoding: "utf8" });
  expect([made.status, made.stderr]).toEqual([0, ""]);
  const migrated = spawnSync(join(folder, "app/pocketbase"), ["migrate", "up", "--dir=pb_data"], {
    cwd: join(folder, "app"),
    encoding: "utf8",
  });
  expect(migrated.stdout).toContain("Applied 1795500002_collections.js");
});
