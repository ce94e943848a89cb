// @ts-check
/**
 * `node build.mjs`: contract → openapi.yaml and the table of reasons in docs/production.md; openapi.yaml + src →
 * src/generated, pb_hooks. The same input gives the same bytes anywhere.
 * Environment: BUILD_TIME (an ISO 8601 date-time) marks a release build; unset, `build_time` is null.
 * @module
 */
import { readdir, readFile, rm } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { parse } from "yaml";
import { callingCodesSource } from "./build/calling-codes.mjs";
import { bannedSyntax, wiringProblems } from "./build/check.mjs";
import { deskWordsSource, reasonsPage } from "./build/contract/desk-words.mjs";
import { documents } from "./build/contract/document.mjs";
import { ownWords } from "./build/contract/errors.mjs";
import {
  entrySource,
  operationsOf,
  routesSource,
  typesSource,
  VALIDATOR_TYPES,
  validatorSource,
} from "./build/contract/operations.mjs";
import { reasonsSource, withReasons } from "./build/contract/reasons.mjs";
import { readSource } from "./build/contract/source.mjs";
import { write } from "./build/files.mjs";
import { MANIFEST_FILE, manifestOf } from "./build/manifest.mjs";
import { pages } from "./build/pages.mjs";
import {
  BUNDLE_FOLDER,
  CONTRACT_FILE,
  HOOKS_BUNDLE,
  PUSH_BUNDLE,
  WIRING_FILE,
  wiringSource,
} from "./build/wiring.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const generated = join(root, "src/generated");
const output = join(root, "pb_hooks");

/** Bytes a request body may have, by media type; `none` is for routes that read no body at all. */
const BODY_LIMITS = {
  "application/json": 64 * 1024,
  // An avatar of 2 MiB, and the multipart framing around it.
  "multipart/form-data": 2 * 1024 * 1024 + 16 * 1024,
  none: 64 * 1024,
};

/** Makes a folder hold these files, named with forward slashes, and no others. */
async function fill(/** @type {string} */ folder, /** @type {Record<string, string>} */ files) {
  for (const [name, text] of Object.entries(files)) await write(join(folder, name), text);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const name = relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/");
    if (entry.isFile() && !(name in files)) await rm(join(folder, name));
  }
}

function buildTime() {
  const value = process.env.BUILD_TIME;
  if (!value) return null;
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) throw new Error(`BUILD_TIME is not a date-time: ${value}`);
  return time.toISOString();
}

/** The contract, and all of the source that follows from it. */
async function generate() {
  const source = await readSource(join(root, "contract"));
  const words = ownWords(source);
  const contracts = await documents(source);
  const contract = contracts[CONTRACT_FILE] ?? "";
  await write(join(root, CONTRACT_FILE), contract);
  const document = parse(contract);
  const operations = operationsOf(document);
  await write(join(generated, "api.d.ts"), await typesSource(contract));
  await write(join(generated, "reasons.ts"), reasonsSource(source.reasons));
  const page = join(root, "docs/production.md");
  await write(page, withReasons(await readFile(page, "utf8"), source.reasons));
  await write(join(generated, "desk-words.ts"), deskWordsSource(source.reasons));
  await write(join(root, "docs/zh/reasons.md"), await reasonsPage(source.reasons));
  await write(join(generated, "calling-codes.ts"), callingCodesSource());
  await write(join(generated, "routes.ts"), routesSource(operations));
  /** @type {Record<string, string>} */
  const validators = {};
  const own = operations.filter(({ id, answeredBy }) => id === answeredBy);
  for (const { id, schema } of own) {
    if (!schema) continue;
    validators[`${id}.js`] = validatorSource(document, schema);
    validators[`${id}.d.ts`] = VALIDATOR_TYPES;
  }
  await fill(join(generated, "validators"), validators);
  const entries = own.map((operation) => [
    `${operation.id}.ts`,
    entrySource(document, operation, words[operation.id] ?? {}),
  ]);
  await fill(join(generated, "entries"), Object.fromEntries(entries));
  return { contracts, operations };
}

/** What few requests need, loaded by those that do. */
const LAZY_BUNDLES = {
  by_code: "src/accounts/by-code.ts",
  failing: "src/pocketbase/failing/failing.ts",
  legacy_hashes: "src/domain/legacy-hashes.ts",
};

/** Commands of PocketBase's binary, which are loaded when they are run. */
const commandEntries = async () =>
  (await readdir(join(root, "src/commands"))).map((file) => [
    `${BUNDLE_FOLDER}/command_${basename(file, ".ts")}`,
    `src/commands/${file}`,
  ]);

/**
 * One bundle per operation, one for the other callbacks, one per command and per thing that few need.
 * @returns file name below pb_hooks → text, and the names that the bundles export
 */
async function bundles(/** @type {string[]} */ ids) {
  const entries = ids.map((id) => [`${BUNDLE_FOLDER}/${id}`, `src/generated/entries/${id}.ts`]);
  const result = await build({
    absWorkingDir: root,
    // The output names where modules come from, which must not depend on how node_modules is laid out.
    preserveSymlinks: true,
    entryPoints: Object.fromEntries([
      ...entries,
      [`${BUNDLE_FOLDER}/${HOOKS_BUNDLE}`, "src/hooks.ts"],
      [`${BUNDLE_FOLDER}/${PUSH_BUNDLE}`, "src/push.ts"],
      ...Object.entries(LAZY_BUNDLES).map(([name, file]) => [`${BUNDLE_FOLDER}/${name}`, file]),
      ...(await commandEntries()),
    ]),
    outdir: "pb_hooks",
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    charset: "utf8",
    legalComments: "inline",
    define: { BUILD_TIME: JSON.stringify(buildTime()) },
    banner: {
      js: '// Generated from src/ by build.mjs: change the source, then run `npm run build`.\n"use strict";',
    },
    mainFields: ["module", "main"],
    logLevel: "warning",
    plugins: [modulesWithoutEffects],
  });
  const scripts = result.outputFiles.map(({ path, text }) => ({
    file: `${BUNDLE_FOLDER}/${basename(path)}`,
    ...asCommonJs(text),
  }));
  return {
    files: Object.fromEntries(scripts.map(({ file, source }) => [file, source])),
    exports: scripts.flatMap(({ names }) => names),
  };
}

/**
 * No module of ours does anything by being loaded, so a bundle leaves out whole modules that it uses nothing of: all that the
 * other lines of the table of routes import, whose constants every fresh runtime would make otherwise.
 * @type {import("esbuild").Plugin}
 */
const modulesWithoutEffects = {
  name: "modules-without-effects",
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path),
      sideEffects: false,
    }));
  },
};

/**
 * A bundle as PocketBase's `require` takes it. esbuild's own way to CommonJS defines a getter for each export when the
 * bundle is evaluated, which a fresh runtime does for every request.
 * @param {string} module with one list of exports at its end, as esbuild writes it
 */
function asCommonJs(module) {
  const list = /^export \{\n((?: {2}\w+,?\n)+)\};$/m.exec(module);
  if (!list) throw new Error("the bundle does not end in a plain list of exports");
  return {
    source: module.replace(/^export \{$/m, "module.exports = {"),
    names: String(list[1]).match(/\w+/g) ?? [],
  };
}

const { contracts, operations } = await generate();
const wiring = wiringSource(operations, BODY_LIMITS);
const scripts = await bundles([...new Set(operations.map(({ answeredBy }) => answeredBy))]);

const problems = [
  ...Object.entries({ ...scripts.files, [WIRING_FILE]: wiring }).flatMap(([file, text]) =>
    bannedSyntax(text, file),
  ),
  ...wiringProblems(wiring, operations, scripts.exports),
];
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}

const files = {
  [WIRING_FILE]: wiring,
  ...scripts.files,
  ...contracts,
  ...(await pages(root)),
};
await fill(output, { ...files, [MANIFEST_FILE]: await manifestOf(root, files) });
const characters = Object.values(scripts.files).reduce((sum, text) => sum + text.length, 0);
console.log(
  `built ${Object.keys(files).length} files in pb_hooks (${operations.length} operations, ${characters} characters of bundles)`,
);
