// @ts-check
/**
 * Writing what a build makes.
 * @module
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Writes only what changed, so that watchers and `make`-like tools see real changes alone.
 * @param {string} file @param {string} text
 */
export async function write(file, text) {
  if (existsSync(file) && (await readFile(file, "utf8")) === text) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
