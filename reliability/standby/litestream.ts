/**
 * The Litestream that the drill runs.
 * @module
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { goInstall, NotBuilt } from "../../scripts/go-install.ts";
import { projectRoot } from "../../scripts/server-process.ts";

const run = promisify(execFile);

/** Its SQLite is 3.53; 0.3.13, which npm has a package of, brings 3.42. */
export const LITESTREAM_VERSION = "0.5.18";
const OLDEST = [0, 5, 17] as const;
const PACKAGE = "github.com/benbjohnson/litestream/cmd/litestream";

/** Why there is none: the drill cannot run here, which is no fault of what it would try. */
export class NoLitestream extends Error {}

/** A program's version; null where it does not run. */
async function versionOf(binary: string): Promise<string | null> {
  return run(binary, ["version"]).then(
    ({ stdout }) => stdout.trim().replace(/^v/, ""),
    () => null,
  );
}

function isOldEnough(version: string): boolean {
  const parts = version.split(".").map(Number);
  const at = OLDEST.findIndex((part, i) => parts[i] !== part);
  return at === -1 || (parts[at] ?? 0) > (OLDEST[at] ?? 0);
}

/** `LITESTREAM_BIN`, else the one on the path, else one that was built before. @throws NoLitestream */
export async function findLitestream(): Promise<string> {
  const chosen = process.env.LITESTREAM_BIN;
  if (chosen) {
    const version = await versionOf(chosen);
    if (version === null) throw new Error(`LITESTREAM_BIN is set to ${chosen}, which does not run`);
    if (!isOldEnough(version)) throw new Error(`LITESTREAM_BIN is ${version}; the drill needs ≥ 0.5.17`);
    return chosen;
  }
  const version = await versionOf("litestream");
  if (version !== null && isOldEnough(version)) return "litestream";
  const built = join(folder(), "litestream");
  if (existsSync(built)) return built;
  throw new NoLitestream(
    version === null ? "there is no Litestream here" : `the Litestream on the path is ${version}`,
  );
}

const folder = () => join(projectRoot, ".cache/litestream", LITESTREAM_VERSION);

/** As `findLitestream`, but builds it from its Go module where there is none. @throws NoLitestream */
export async function ensureLitestream(say: (line: string) => void): Promise<string> {
  try {
    return await findLitestream();
  } catch (error) {
    if (!(error instanceof NoLitestream)) throw error;
    say(`${error.message}: building Litestream ${LITESTREAM_VERSION} from its Go module`);
  }
  try {
    await goInstall({ package: `${PACKAGE}@v${LITESTREAM_VERSION}`, folder: folder() });
  } catch (error) {
    if (!(error instanceof NotBuilt)) throw error;
    throw new NoLitestream(
      `Litestream could not be built: ${error.message} (LITESTREAM_BIN names one that is there)`,
      { cause: error },
    );
  }
  return join(folder(), "litestream");
}
