// @ts-check
/**
 * contract/ → the documents that people import.
 * @module
 */
import { join } from "node:path";
import { bundleFromString, createConfig } from "@redocly/openapi-core";
import * as prettier from "prettier";
import { Document, visit } from "yaml";
import { CONTRACT_FILE, RENDITION_FILE } from "../wiring.mjs";
import { addAnswer, nameBody } from "./answers.mjs";
import { addFailures, addRefused } from "./errors.mjs";
import { addMethods } from "./methods.mjs";
import { reasonsTable } from "./reasons.mjs";
import { rendition30 } from "./rendition.mjs";

/**
 * @typedef {import("./source.mjs").Json} Json
 * @typedef {import("./source.mjs").Source} Source
 */

const HEADER =
  "# Generated from contract/ by build.mjs: change the source there, then run `npm run build`.\n";

/** Shared schemas that are files, and those that the build makes, may not have one name. @param {Json} components */
function refuseRenamed(components) {
  for (const [kind, named] of Object.entries(components)) {
    const renamed = Object.keys(named).filter((name) => name.includes("-"));
    if (renamed.length > 0) throw new Error(`contract: two ${kind} have the name ${renamed.join(", ")}`);
  }
}

/** Components by name, so that a new one moves none of the others. @param {Json} components */
function sorted(components) {
  const byName = (/** @type {Json} */ named) =>
    Object.fromEntries(Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1)));
  return Object.fromEntries(Object.entries(byName(components)).map(([kind, named]) => [kind, byName(named)]));
}

/** Spells out what the path files leave to the build. @param {Source} source */
async function expand({ folder, root, reasons }) {
  const components = { schemas: {}, responses: {}, ...root.components };
  addRefused(reasons, components);
  for (const item of Object.values(root.paths)) {
    for (const operation of Object.values(item)) {
      nameBody(operation, components);
      await addAnswer(folder, operation, components);
      addFailures(operation, reasons, components);
    }
    addMethods(item, components);
  }
  const description = `${root.info.description}\n${reasonsTable(reasons)}`;
  return { ...root, info: { ...root.info, description }, components };
}

/** @param {Json} document @param {string} folder where its references lead from */
async function bundled(document, folder) {
  const { bundle, problems } = await bundleFromString({
    source: JSON.stringify(document),
    absoluteRef: join(folder, "openapi.yaml"),
    config: await createConfig({}),
  });
  if (problems.length > 0) {
    throw new Error(`contract: ${problems.map(({ message }) => message).join("\n")}`);
  }
  return bundle.parsed;
}

/**
 * A document as people read it. Readers of YAML 1.1 are many: a date or a `no` stands in quotes. What nobody sees stands there by its number, in quotes that allow it.
 * @param {Json} document @returns {Promise<string>}
 */
async function formatted(document) {
  const written = new Document(document, { aliasDuplicateObjects: false, schema: "yaml-1.1" });
  visit(written, {
    Scalar(_, node) {
      if (typeof node.value === "string" && UNSEEN.test(node.value)) node.type = "QUOTE_DOUBLE";
    },
  });
  const text = await prettier.format(written.toString({ lineWidth: 0 }), { parser: "yaml", printWidth: 110 });
  return HEADER + text.replace(UNSEEN, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Blanks other than the usual one, and what has no width; outside the Basic Multilingual Plane nothing is needed yet. */
const UNSEEN = /(?! )[\p{Zs}\u2028\u2029\u2800\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/**
 * @param {Source} source
 * @returns {Promise<Record<string, string>>} file name → the contract, formatted: openapi.yaml, and its rendition for
 *   tools that know OpenAPI 3.0 alone
 * @throws {Error} naming what in the folder is wrong
 */
export async function documents(source) {
  const document = await bundled(await expand(source), source.folder);
  refuseRenamed(document.components);
  const sortedDocument = { ...document, components: sorted(document.components) };
  return {
    [CONTRACT_FILE]: await formatted(sortedDocument),
    [RENDITION_FILE]: await formatted(rendition30(sortedDocument)),
  };
}
