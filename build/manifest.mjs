// @ts-check
/**
 * The list of all that is deployed, with digests: an upgrade tells edited files by it, and the doctor a mixture.
 * @module
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { BUNDLE_FOLDER } from "./wiring.mjs";

/** Below pb_hooks, so that a copy by hand brings it along. */
export const MANIFEST_FILE = `${BUNDLE_FOLDER}/SHA256SUMS`;

/**
 * In the format of `sha256sum`, sorted by path; the manifest itself is left out.
 * @param {string} root @param {Record<string, string>} hooks file name below pb_hooks → text
 */
export async function manifestOf(root, hooks) {
  const folder = join(root, "pb_migrations");
  const migrations = (await readdir(folder)).map(async (name) => [
    `pb_migrations/${name}`,
    await readFile(join(folder, name), "utf8"),
  ]);
  const texts = [
    ...Object.entries(hooks).map(([name, text]) => [`pb_hooks/${name}`, text]),
    ...(await Promise.all(migrations)),
  ].sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  return texts
    .map(([path, text = ""]) => `${createHash("sha256").update(text).digest("hex")}  ${path}\n`)
    .join("");
}
