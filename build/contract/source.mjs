// @ts-check
/**
 * Reads the folder contract/: the root, one path item per operation, and the list of reasons.
 * @module
 */
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { parse } from "yaml";

/**
 * @typedef {Record<string, any>} Json an object of the document
 * @typedef {{ status: number | "any", message: string, when: string, operator?: string, desk?: { what: string, todo: string } }} Reason
 * @typedef {{ reasons: Record<string, Reason>, groups: Record<string, string[]> }} Reasons
 * @typedef {{ folder: string, root: Json, reasons: Reasons }} Source `root` holds its path items, with references from the root's folder
 */

/** @param {string} file @returns {Promise<any>} */
async function yaml(file) {
  const text = await readFile(file, "utf8");
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

/**
 * A copy in which references to files lead from another folder.
 * @param {unknown} value @param {string} from @param {string} to @returns {any}
 */
function moved(value, from, to) {
  if (Array.isArray(value)) return value.map((item) => moved(item, from, to));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === "$ref" && typeof item === "string" && item.endsWith(".yaml")
        ? `./${relative(to, join(from, item)).replaceAll("\\", "/")}`
        : moved(item, from, to),
    ]),
  );
}

/**
 * One file of the folder, its references leading from `folder`.
 * @param {string} folder @param {string} ref
 */
export async function readPart(folder, ref) {
  const file = join(folder, ref);
  return moved(await yaml(file), dirname(file), folder);
}

/**
 * The path items, each with its path: by area in the order of the tags, then by path; `x-last` at the end of its area.
 * @param {string} folder contract/ @param {{ name: string }[]} tags
 */
async function readPaths(folder, tags) {
  const files = (await readdir(join(folder, "paths"))).sort();
  /** @type {Record<string, Json>} */
  const items = {};
  /** @type {Set<string>} */
  const last = new Set();
  for (const file of files) {
    const { "x-path": path, "x-last": isLast, ...item } = await readPart(folder, `./paths/${file}`);
    if (!path) throw new Error(`contract/paths/${file}: x-path is missing`);
    if (items[path]) throw new Error(`contract/paths/${file}: ${path} has a file already`);
    items[path] = item;
    if (isLast) last.add(path);
  }
  const areas = tags.map(({ name }) => name);
  const areaOf = (/** @type {string} */ path) => areas.indexOf(path.split("/")[2] ?? "");
  const isLast = (/** @type {string} */ path) => Number(last.has(path));
  return Object.fromEntries(
    Object.entries(items).sort(
      ([a], [b]) => areaOf(a) - areaOf(b) || isLast(a) - isLast(b) || (a < b ? -1 : 1),
    ),
  );
}

/** @param {string} folder contract/ @returns {Promise<Source>} */
export async function readSource(folder) {
  const { components, ...root } = await yaml(join(folder, "openapi.yaml"));
  const paths = await readPaths(folder, root.tags);
  return { folder, root: { ...root, paths, components }, reasons: await readReasons(folder) };
}

/** @param {string} folder contract/ @returns {Promise<Reasons>} */
export async function readReasons(folder) {
  const { reasons, groups } = await yaml(join(folder, "reasons.yaml"));
  for (const [name, members] of Object.entries(/** @type {Reasons["groups"]} */ (groups))) {
    if (reasons[name]) throw new Error(`contract/reasons.yaml: ${name} is a reason and a group`);
    const unknown = members.filter((member) => !reasons[member]);
    if (unknown.length > 0)
      throw new Error(`contract/reasons.yaml: ${name} holds unknown ${unknown.join(", ")}`);
  }
  return { reasons, groups };
}
