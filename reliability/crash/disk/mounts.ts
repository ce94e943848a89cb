/**
 * Small disks that can be filled or break, mounted in a mount namespace of our own: nothing else on the machine sees
 * them, and they go away with the process. Linux only.
 * @module
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** The machine does not let us make this disk; the message says what was refused. */
export class NotPermitted extends Error {}

const execute = promisify(execFile);

/** @throws NotPermitted */
async function tryTo(command: string, ...args: string[]): Promise<void> {
  try {
    await execute(command, args);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const [firstLine = message] = (stderr ?? "").trim().split("\n");
    throw new NotPermitted(firstLine || message, { cause: error });
  }
}

/** Set in a process that runs in a namespace of its own. */
const MARK = "RELIABILITY_MOUNT_NAMESPACE";

export function hasOwnNamespace(): boolean {
  return process.env[MARK] === "1";
}

/**
 * Runs a program of ours in a mount namespace of its own; needs root, or a kernel that lets users make one.
 * @returns its exit code, or why it cannot be done
 */
export async function runInOwnNamespace(
  file: string,
  args: string[],
): Promise<{ code: number } | { refused: string }> {
  const flags = process.getuid?.() === 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
  try {
    await execute("unshare", [...flags, "true"]);
  } catch (error) {
    return { refused: error instanceof Error ? error.message.trim() : String(error) };
  }
  const child = spawn("unshare", [...flags, process.execPath, "--import", "tsx", file, ...args], {
    stdio: "inherit",
    env: { ...process.env, [MARK]: "1" },
  });
  // Ctrl-C reaches the program as well: it cleans up, and we wait for it.
  const wait = () => undefined;
  process.on("SIGINT", wait);
  const [code] = (await once(child, "exit")) as [number | null];
  process.off("SIGINT", wait);
  return { code: code ?? 1 };
}

/** Loudly, so that nobody takes a skipped check for a passed one. */
export function saySkipped(what: string, why: string): void {
  console.error(`SKIPPED: ${what}: ${why}`);
}

/** A file system in memory at `folder`, which is made. */
export async function mountTmpfs(folder: string, mebibytes: number): Promise<void> {
  await mkdir(folder);
  await tryTo("mount", "-t", "tmpfs", "-o", `size=${mebibytes}m`, "tmpfs", folder);
}

/**
 * Fills the file system that holds `folder`.
 * @param left bytes that stay free, a multiple of 4096
 * @returns empties it again
 */
export async function fill(folder: string, left = 0): Promise<() => Promise<void>> {
  const ballast = join(folder, "ballast");
  const file = await open(ballast, "w");
  try {
    let size = 0;
    // In large steps first, then to the last block.
    for (const step of [1 << 20, 4096]) {
      const block = Buffer.alloc(step, 1);
      for (let written = step; written > 0; size += written) written = await writeSome(file, block);
    }
    if (left > 0) await file.truncate(size - left);
  } finally {
    await file.close();
  }
  return () => rm(ballast);
}

/** @returns how many bytes were written, 0 on a full disk */
async function writeSome(file: FileHandle, block: Buffer): Promise<number> {
  try {
    return (await file.write(block)).bytesWritten;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") return 0;
    throw error;
  }
}

/** Makes one file read-only for whoever opens it from now on, root as well. */
export async function makeReadOnly(file: string): Promise<void> {
  await tryTo("mount", "--bind", file, file);
  await tryTo("mount", "-o", "remount,bind,ro", file);
}

/** Mounts an ext4 file system in an image file; needs root and a loop device. Both paths are made when missing. */
export async function mountExt4(image: string, folder: string, mebibytes: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await tryTo("truncate", "--size", `${mebibytes}M`, image);
  await tryTo("mkfs.ext4", "-q", "-F", image);
  await tryTo("mount", "-o", "loop", image, folder);
}

/** Writes everything out, then does to a mounted ext4 what the kernel does on a disk error: read-only at once. */
export async function breakExt4(folder: string): Promise<void> {
  await execute("sync", ["--file-system", folder]);
  await execute("mount", ["-o", "remount,abort", folder]);
}

/** What an operator does next: unmount, check, mount again. Nothing may have a file open there. */
export async function repairExt4(image: string, folder: string): Promise<void> {
  await unmount(folder);
  // 1 means errors were found and corrected.
  await execute("e2fsck", ["-f", "-y", image]).catch((error: { code?: unknown }) => {
    if (error.code !== 1) throw error;
  });
  await execute("mount", ["-o", "loop", image, folder]);
}

export async function unmount(path: string): Promise<void> {
  await execute("umount", [path]);
}
