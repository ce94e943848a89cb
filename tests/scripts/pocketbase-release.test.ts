import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { access, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pocketbaseBinary } from "../../scripts/binary.ts";
import { ARCHIVES, fetchRelease, RELEASE_VERSION } from "../../scripts/pocketbase-release.ts";
import { freePort } from "../../scripts/server-process.ts";

/** A place that serves a release: path → bytes. Closed by the test's end. */
async function serveRelease(files: { [path: string]: Uint8Array }) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const file = files[request.url ?? ""];
    response.writeHead(file ? 200 : 404, file ? { "Content-Length": file.length } : {}).end(file);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  cleanUp.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${address.port}/releases`, asked };
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const path = (name: string) =>
  `/releases/v${RELEASE_VERSION}/${name.endsWith(".txt") ? name : `pocketbase_${RELEASE_VERSION}_${name}.zip`}`;
const text = (content: string) => new TextEncoder().encode(content);

const cleanUp: (() => Promise<void>)[] = [];
let folder = "";
let target = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "release-"));
  target = join(folder, "cache", "pocketbase");
});

afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
  await rm(folder, { recursive: true });
});

/** What is left in the cache's folder; nothing when it was never made. */
const leftovers = () => readdir(join(folder, "cache")).catch(() => []);

describe("PocketBase's release", () => {
  test("is downloaded, held against the pinned checksum and unpacked into a binary that runs", async () => {
    const archive = zipSync(
      { "CHANGELOG.md": text("# changes"), pocketbase: await readFile(pocketbaseBinary()) },
      { level: 1 },
    );
    const { url, asked } = await serveRelease({ [path("linux_amd64")]: archive });
    const lines: string[] = [];
    await fetchRelease({
      archive: { name: "linux_amd64", sha256: sha256(archive) },
      target,
      mirror: `${url}/`,
      onProgress: (line) => lines.push(line),
    });
    const { stdout } = await promisify(execFile)(target, ["--version"]);
    expect(stdout).toMatch(/^pocketbase version \d+\.\d+\.\d+\n$/);
    expect(asked).toEqual([path("linux_amd64")]);
    expect(lines.at(-1)).toBe(
      `PocketBase ${RELEASE_VERSION} (linux_amd64): 100 % of ${Math.ceil(archive.length / 1_000_000)} MB`,
    );
    expect(await leftovers()).toEqual(["pocketbase"]);
  });

  test("that is not the pinned one is refused, and nothing of it is kept", async () => {
    const archive = zipSync({ pocketbase: text("something else") });
    const { url } = await serveRelease({ [path("linux_arm64")]: archive });
    const pinned = ARCHIVES["linux-arm64"];
    if (!pinned) throw new Error("linux-arm64 is not pinned");
    await expect(fetchRelease({ archive: pinned, target, mirror: url })).rejects.toThrow(
      `${url}/v${RELEASE_VERSION}/pocketbase_${RELEASE_VERSION}_linux_arm64.zip is not PocketBase's release: its SHA-256 is ${sha256(archive)}, expected ${pinned.sha256}. Nothing was kept of it.`,
    );
    expect(await leftovers()).toEqual([]);
  });

  test("without a pinned checksum is held against the release's own list", async () => {
    const archive = zipSync({ "pocketbase.exe": text("MZ") });
    const list = (digest: string) =>
      text(`${"0".repeat(64)}  other.zip\n${digest}  pocketbase_${RELEASE_VERSION}_windows_amd64.zip\n`);
    const windows = { name: "windows_amd64", sha256: null };
    const good = await serveRelease({
      [path("windows_amd64")]: archive,
      [path("checksums.txt")]: list(sha256(archive)),
    });
    await fetchRelease({ archive: windows, target, mirror: good.url });
    expect(await readFile(target, "utf8")).toBe("MZ");

    await rm(target);
    const bad = await serveRelease({
      [path("windows_amd64")]: archive,
      [path("checksums.txt")]: list("1".repeat(64)),
    });
    await expect(fetchRelease({ archive: windows, target, mirror: bad.url })).rejects.toThrow(
      `expected ${"1".repeat(64)}`,
    );
    const unnamed = await serveRelease({
      [path("windows_amd64")]: archive,
      [path("checksums.txt")]: text("\n"),
    });
    await expect(fetchRelease({ archive: windows, target, mirror: unnamed.url })).rejects.toThrow(
      `The release's checksums.txt does not name pocketbase_${RELEASE_VERSION}_windows_amd64.zip.`,
    );
    expect(await leftovers()).toEqual([]);
  });

  test("that holds no binary is refused", async () => {
    const archive = zipSync({ "README.md": text("no binary") });
    const { url } = await serveRelease({ [path("linux_amd64")]: archive });
    await expect(
      fetchRelease({ archive: { name: "linux_amd64", sha256: sha256(archive) }, target, mirror: url }),
    ).rejects.toThrow(`pocketbase_${RELEASE_VERSION}_linux_amd64.zip holds no pocketbase binary.`);
  });

  test("out of reach is said with its address, the cause and the ways out", async () => {
    const { url } = await serveRelease({});
    const archive = { name: "linux_amd64", sha256: null };
    const address = `${url}/v${RELEASE_VERSION}/pocketbase_${RELEASE_VERSION}_linux_amd64.zip`;
    await expect(fetchRelease({ archive, target, mirror: url })).rejects.toThrow(
      [
        `${address} could not be downloaded: HTTP 404.`,
        "Set POCKETBASE_MIRROR to an address that has the same paths, or download and unpack the release by hand",
        "and set POCKETBASE_BIN to the path of the pocketbase file.",
      ].join("\n"),
    );
    const port = await freePort();
    await expect(fetchRelease({ archive, target, mirror: `http://127.0.0.1:${port}` })).rejects.toThrow(
      `could not be downloaded: connect ECONNREFUSED 127.0.0.1:${port}.`,
    );
    await expect(access(target)).rejects.toThrow("ENOENT");
  });
});
