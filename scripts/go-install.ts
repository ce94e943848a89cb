/**
 * Programs that are built from their Go modules, for a check that cannot run without them.
 * @module
 */
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A download that hangs is not waited for longer. */
const LONGEST_MS = 300_000;

/** Why there is none: Go, its toolchain or the module cannot be had here. */
export class NotBuilt extends Error {}

export interface GoBuild {
  /** The main package with its version. */
  package: string;
  /** Where the binary goes, under the name of its package. */
  folder: string;
  flags?: string[];
  /** Go's own toolchain, where the module asks for another one than the machine may have; `go` fetches it by itself. */
  toolchain?: string;
}

/** @throws NotBuilt */
export async function goInstall({ package: name, folder, flags = [], toolchain }: GoBuild): Promise<void> {
  if ((await run("go", ["version"]).catch(() => null)) === null) throw new NotBuilt("Go is not installed");
  await mkdir(folder, { recursive: true });
  const env = {
    ...process.env,
    CGO_ENABLED: "0",
    GOBIN: folder,
    ...(toolchain !== undefined && { GOTOOLCHAIN: toolchain }),
  };
  try {
    await run("go", ["install", ...flags, name], { env, timeout: LONGEST_MS });
  } catch (error) {
    throw new NotBuilt(reasonOf(error as Error & { stderr?: string; killed?: boolean }), { cause: error });
  }
}

/** What `go` says last: before that it tells what it downloads. */
function reasonOf({ stderr, killed, message }: Error & { stderr?: string; killed?: boolean }): string {
  if (killed) return `not done after ${LONGEST_MS / 60_000} minutes`;
  return stderr?.trim().split("\n").at(-1) || message;
}
