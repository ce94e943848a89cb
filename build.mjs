// @ts-check
/**
 * `node build.mjs`: openapi.yaml + src → src/generated, pb_hooks. The same input gives the same bytes anywhere.
 * Environment: BUILD_TIME (an ISO 8601 date-time) marks a release build; unset, `build_time` is null.
 * @module
 */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bannedSyntax, wiringProblems } from "./build/check.mjs";
import {
  contractSource,
  operationsOf,
  readDocument,
  typesSource,
  validatorsSource,
  validatorTypesSource,
} from "./build/contract.mjs";
import { BUNDLE_FILE, CONTRACT_FILE, WIRING_FILE, wiringSource } from "./build/wiring.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const generated = join(root, "src/generated");
const output = join(root, "pb_hooks");
const contractFile = join(root, "openapi.yaml");

/** Bytes a request body may have, by media type; `none` is for routes that read no body at all. */
const BODY_LIMITS = {
  "application/json": 64 * 1024,
  // An avatar of 2 MiB, and the multipart framing around it.
  "multipart/form-data": 2 * 1024 * 1024 + 16 * 1024,
  none: 64 * 1024,
};

/** Writes only what changed, so that watchers and `make`-like tools see real changes alone. */
async function write(/** @type {string} */ file, /** @type {string} */ text) {
  if (existsSync(file) && (await readFile(file, "utf8")) === text) return;
  await writeFile(file, text);
}

function buildTime() {
  const value = process.env.BUILD_TIME;
  if (!value) return null;
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) throw new Error(`BUILD_TIME is not a date-time: ${value}`);
  return time.toISOString();
}

async function generate() {
  const document = await readDocument(contractFile);
  await mkdir(generated, { recursive: true });
  await write(join(generated, "api.d.ts"), await typesSource(contractFile));
  await write(join(generated, "contract.ts"), contractSource(document));
  await write(join(generated, "validators.js"), validatorsSource(document));
  await write(join(generated, "validators.d.ts"), validatorTypesSource(document));
  return operationsOf(document);
}

/** The page at /console: markup as it is, script and style as one browser file each. */
async function consolePage() {
  const result = await build({
    absWorkingDir: root,
    entryPoints: ["console/app.ts", "console/style.css"],
    outdir: "pb_hooks/console",
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    logLevel: "warning",
  });
  const built = result.outputFiles.map(({ path, text }) => [`console/${basename(path)}`, text]);
  return {
    "console/index.html": await readFile(join(root, "console/index.html"), "utf8"),
    ...Object.fromEntries(built),
  };
}

async function bundle() {
  const result = await build({
    absWorkingDir: root,
    // The output names where modules come from, which must not depend on how node_modules is laid out.
    preserveSymlinks: true,
    entryPoints: ["src/main.ts"],
    bundle: true,
    write: false,
    metafile: true,
    format: "cjs",
    platform: "neutral",
    target: "es2020",
    charset: "utf8",
    legalComments: "inline",
    define: { BUILD_TIME: JSON.stringify(buildTime()) },
    banner: { js: "// Generated from src/ by build.mjs: change the source, then run `npm run build`." },
    mainFields: ["module", "main"],
    logLevel: "warning",
  });
  const entry = Object.values(result.metafile.outputs)[0];
  return { source: result.outputFiles[0]?.text ?? "", exports: entry?.exports ?? [], entry };
}

const operations = await generate();
const wiring = wiringSource(operations, BODY_LIMITS);
const { source, exports } = await bundle();
const exported =
  exports.length > 0
    ? exports
    : [...source.matchAll(/^ {2}(\w+): \(\) => \w+,?$/gm)].map((m) => String(m[1]));

const problems = [
  ...bannedSyntax(source, BUNDLE_FILE),
  ...bannedSyntax(wiring, WIRING_FILE),
  ...wiringProblems(wiring, operations, exported),
];
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}

await mkdir(output, { recursive: true });
const files = {
  [WIRING_FILE]: wiring,
  [BUNDLE_FILE]: source,
  [CONTRACT_FILE]: await readFile(contractFile, "utf8"),
  ...(await consolePage()),
};
await mkdir(join(output, "console"), { recursive: true });
const present = (await readdir(output, { recursive: true, withFileTypes: true })).filter((entry) =>
  entry.isFile(),
);
for (const entry of present) {
  const name = relative(output, join(entry.parentPath, entry.name)).replaceAll("\\", "/");
  if (!(name in files)) await rm(join(output, name));
}
for (const [name, text] of Object.entries(files)) await write(join(output, name), text);
console.log(
  `built ${Object.keys(files).length} files in pb_hooks (${operations.length} operations, bundle ${source.length} characters)`,
);
