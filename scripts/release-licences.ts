/**
 * The licences of the libraries that the built files contain.
 * @module
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "./server-process.ts";

/** Above each module of a library, esbuild names the file that it came from. */
const ORIGIN = /^\s*\/\/ node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm;

/**
 * @param hooks the built pb_hooks; its pages, which are minified, bring their own licences.txt
 * @returns each library's name, version and licence text
 */
export async function bundledLicences(hooks: string): Promise<string> {
  const libraries = new Set<string>();
  for (const file of await readdir(join(hooks, "wechat_auth"))) {
    const text = await readFile(join(hooks, "wechat_auth", file), "utf8");
    for (const [, name] of text.matchAll(ORIGIN)) if (name) libraries.add(name);
  }
  const own = await Promise.all([...libraries].sort().map(licenceOf));
  const pages = await readFile(join(hooks, "console/licenses.txt"), "utf8");
  return [...own, pages.trim()].join("\n\n\n") + "\n";
}

async function licenceOf(name: string): Promise<string> {
  const folder = join(projectRoot, "node_modules", name);
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { version: string };
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} is bundled, and has no licence file`);
  const text = await readFile(join(folder, file), "utf8");
  const title = `${name} ${version}`;
  return `${title}\n${"=".repeat(title.length)}\n\n${text.trim()}`;
}
