// @ts-check
/**
 * `node miniprogram/build.mjs`: openapi.yaml, the contract's reasons and miniprogram/src → dist (one script, one
 * declaration file) with a copy of it in the example, the same for H5 and Node in web, and there the module by which a page
 * lets people scan to sign in. The same input gives the same
 * bytes anywhere, so the output is committed and CI compares.
 * @module
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "acorn";
import { simple } from "acorn-walk";
import { build } from "esbuild";
import * as prettier from "prettier";
import { parse as parseYaml } from "yaml";
import { readReasons } from "../build/contract/source.mjs";
import { write } from "../build/files.mjs";
import { contractTypes, joinedDeclarations } from "./build/declarations.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const source = join(root, "src");

/** Mini-program packages are small, and every byte of this one is in all of them. */
const MAX_BYTES = 12 * 1024;

/** @param {string} text TypeScript */
async function formatted(text) {
  const config = await prettier.resolveConfig(join(root, "index.d.ts"));
  return prettier.format(text, { ...config, parser: "typescript" });
}

/** @param {string} entry @param {string} banner */
async function script(entry, banner) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "neutral",
    target: "es2015",
    charset: "utf8",
    logLevel: "warning",
  });
  const text = result.outputFiles[0]?.text ?? "";
  // Two exports do not need esbuild's half a kilobyte for CommonJS.
  const commonjs = text.replace(/export\{(.*)\};\n$/, (_, list) =>
    String(list)
      .replace(/(\w+) as (\w+),?/g, (_, local, name) => `exports.${name}=${local};`)
      .concat("\n"),
  );
  return `${banner}\n/* eslint-disable */\n"use strict";${commonjs}`;
}

/** What a page imports: one module that imports nothing. @param {string} entry @param {string} banner */
async function browserModule(entry, banner) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2020",
    charset: "utf8",
    logLevel: "warning",
    banner: { js: `${banner}\n/* eslint-disable */` },
  });
  return result.outputFiles[0]?.text ?? "";
}

/**
 * ES2015 runs on a phone as it is. Generators would pass for it, but every compiler that makes ES5 out of them wants a
 * runtime beside the file, which the DevTools of before 2021 do not have.
 * @param {string} text @throws {Error}
 */
function check(text) {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) throw new Error(`the client has ${bytes} bytes, ${MAX_BYTES} are allowed`);
  simple(parse(text, { ecmaVersion: 2015, sourceType: "script" }), {
    Function({ generator }) {
      if (generator) throw new Error("the client has a generator: its sources must not use async functions");
    },
  });
}

/**
 * What the sources give, by path below this folder. The generated contract types are written first, as the sources
 * import them.
 * @returns {Promise<Record<string, string>>}
 * @throws {Error} when the script of a mini-program is too large, or newer than ES2015
 */
export async function builtFiles() {
  const { name, version, license } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const banner = `/*! ${name} ${version} | ${license} */`;

  const document = parseYaml(await readFile(join(root, "../openapi.yaml"), "utf8"));
  const { reasons } = await readReasons(join(root, "../contract"));
  const types = await contractTypes(document, Object.keys(reasons));
  await write(join(source, "generated/contract.d.ts"), await formatted(types));

  const text = await script("src/index.ts", banner);
  check(text);
  const declared = async (/** @type {string[]} */ ...parts) =>
    formatted(`${banner}\n${await joinedDeclarations(source, ["generated/contract.d.ts", ...parts])}`);
  const declarations = await declared("types.ts", "errors.ts", "index.ts");
  return {
    "dist/index.js": text,
    "dist/index.d.ts": declarations,
    "example/lib/client.js": text,
    "example/lib/client.d.ts": declarations,
    "web/index.js": await script("src/web.ts", banner),
    "web/index.d.ts": declarations,
    "web/scan-login.mjs": await browserModule("src/scan-login.ts", banner),
    "web/scan-login.d.ts": await declared("scan-login.ts"),
  };
}

/**
 * Builds the client and puts it into the example.
 * @returns {Promise<string>} one line that says what was built
 */
export async function buildMiniprogram() {
  const files = await builtFiles();
  for (const [path, text] of Object.entries(files)) await write(join(root, path), text);
  const bytes = Buffer.byteLength(files["dist/index.js"] ?? "");
  return `built the mini-program client (${bytes} of at most ${MAX_BYTES} bytes)`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildMiniprogram());
