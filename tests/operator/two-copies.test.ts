import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { routesIn, secondCopy } from "../../src/domain/hook-files.ts";
import { projectRoot, ServerEnded, startServer } from "../../scripts/server-process.ts";
import { hooksBesideOurs } from "../support/service.ts";

const OURS = "wechat_auth.pb.js";
const ourText = await readFile(join(projectRoot, "pb_hooks", OURS), "utf8");
/** Releases before this one did not look for copies. */
const olderText = ourText.replace(/^require\(.*\.start\(\);$/m, "");

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** What is printed by a start that ends by itself. */
async function failedStart(files: { [file: string]: string }): Promise<string> {
  const hooksDir = await hooksBesideOurs(files);
  const dataDir = await mkdtemp(join(tmpdir(), "kit-data-"));
  folders.push(hooksDir, dataDir);
  try {
    await (await startServer({ dataDir, hooksDir })).stop();
  } catch (error) {
    if (error instanceof ServerEnded) return error.message;
    throw error;
  }
  throw new Error("PocketBase serves");
}

describe("a second copy of the wiring file", () => {
  test.each([
    ["an older release's, under another name", "wechat_auth_old.pb.js", olderText],
    ["an editor's", "wechat_auth copy.pb.js", ourText],
    ["one that sorts ahead", "a.pb.js", olderText],
  ])("(%s) ends the start with a sentence that names both files", async (_what, name, text) => {
    // The files load in any order: the sentence is the same.
    for (let start = 0; start < 3; start++) {
      const printed = await failedStart({ [name]: text });
      expect(printed).toContain(name);
      expect(printed).toContain(OURS);
      expect(printed).toContain("two copies");
      expect(printed).toContain("PocketBase ended with code 1");
      expect(printed).not.toMatch(/goroutine|panic/);
      expect(printed.trim().split("\n").length).toBeLessThanOrEqual(3);
    }
  });

  test("is told from an operator's own files, which may speak of our routes", async () => {
    const own = `
// routerAdd("POST", "/api/wechat/login", () => {});
const LOGIN = "/api/wechat/login";
routerAdd("POST", "/api/own/login", (e) => e.json(200, {}));
`;
    expect(secondCopy({ [OURS]: routesIn(ourText), "own.pb.js": routesIn(own) })).toBeNull();
  });

  test("is also an operator's file that takes one of our routes", () => {
    const own = "routerAdd('post', `/api/platform/login`, (e) => e.next());";
    expect(secondCopy({ "z.pb.js": routesIn(own), [OURS]: routesIn(ourText) })).toContain(
      `${OURS} and z.pb.js both register POST /api/platform/login`,
    );
  });
});
