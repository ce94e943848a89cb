// @ts-check
/**
 * The pages below /console: markup as it is, script and style as one browser file each.
 * @module
 */
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";

/** What the scripts are made with, and whose licences go along. */
const LIBRARIES = [
  { name: "preact", license: "LICENSE" },
  { name: "@preact/signals", license: "LICENSE" },
  { name: "@preact/signals-core", license: "LICENSE" },
  { name: "uqr", license: "LICENSE" },
  { name: "uplot", license: "LICENSE" },
  { name: "pocketbase", license: "LICENSE.md" },
];

/** @param {string} root @returns {Promise<Record<string, string>>} file name below pb_hooks → text */
export async function pages(root) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: {
      app: "console/account/app.tsx",
      style: "console/style.css",
      desk: "console/desk/app.tsx",
      "desk-style": "console/desk.css",
    },
    outdir: "pb_hooks/console",
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    // These files travel to every visitor, over slow lines as well.
    minify: true,
    legalComments: "none",
    logLevel: "warning",
  });
  const built = result.outputFiles.map(({ path, text }) => [`console/${basename(path)}`, text]);
  const source = (/** @type {string} */ file) => readFile(join(root, "console", file), "utf8");
  return {
    "console/index.html": await source("account/index.html"),
    "console/desk.html": await source("desk/index.html"),
    "console/avatar.svg": await source("account/avatar.svg"),
    "console/licenses.txt": await licenses(root),
    ...Object.fromEntries(built),
  };
}

/** @param {string} root */
async function licenses(root) {
  const texts = LIBRARIES.map(async ({ name, license }) => {
    const text = await readFile(join(root, "node_modules", name, license), "utf8");
    return `${name}\n${"=".repeat(name.length)}\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join("\n\n");
}
