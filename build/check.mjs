// @ts-check
/**
 * What the built files must satisfy before anyone deploys them.
 * @module
 */
import { parse } from "acorn";
import { full } from "acorn-walk";

/** Globals that a wiring callback may use: everything else would be undefined in the runtime that runs it. */
const HANDLER_GLOBALS = new Set(["require", "__hooks", "globalThis"]);
/** Where a runtime keeps a loaded bundle, on its global object. */
const KEPT_BUNDLE = /^__wechatAuth_\w+$/;

/** @param {string} source @param {string} file */
function parseForGoja(source, file) {
  try {
    // goja knows no syntax newer than this.
    return parse(source, { ecmaVersion: 2022, sourceType: "script", allowReturnOutsideFunction: false });
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

/**
 * Syntax that PocketBase's engine lacks, or accepts and then runs differently.
 * @param {string} source @param {string} file @returns {string[]} problems
 */
export function bannedSyntax(source, file) {
  /** @type {string[]} */
  const problems = [];
  full(parseForGoja(source, file), (node) => {
    const at = `${file}:${source.slice(0, node.start).split("\n").length}`;
    const any = /** @type {any} */ (node);
    if (any.async) problems.push(`${at}: async function`);
    if (node.type === "AwaitExpression") problems.push(`${at}: await`);
    if (node.type === "ForOfStatement" && any.await) problems.push(`${at}: for await`);
    if (node.type === "ImportExpression") problems.push(`${at}: dynamic import`);
    if (node.type === "StaticBlock") problems.push(`${at}: static block`);
    if (any.regex && /\\p\{/i.test(any.regex.pattern)) problems.push(`${at}: \\p{…} never matches in goja`);
    if (any.regex && /[vd]/.test(any.regex.flags))
      problems.push(`${at}: regular expression flag ${any.regex.flags}`);
  });
  return problems;
}

/** @param {any} node @returns {{ text: string, start: number, end: number }[]} every function below a call's arguments */
function callbacks(node) {
  /** @type {{ text: string, start: number, end: number }[]} */
  const found = [];
  full(node, (inner) => {
    if (/Function/.test(inner.type)) found.push({ text: inner.type, start: inner.start, end: inner.end });
  });
  return found;
}

/**
 * Every route of the contract is registered once, and every callback uses globals alone.
 * @param {string} source the wiring file
 * @param {import("./contract/operations.mjs").ContractOperation[]} operations
 * @param {string[]} bundleExports
 * @returns {string[]} problems
 */
export function wiringProblems(source, operations, bundleExports) {
  /** @type {string[]} */
  const problems = [];
  const program = parseForGoja(source, "wiring");
  /** @type {string[]} */
  const registered = [];
  for (const statement of program.body) {
    const call = statement.type === "ExpressionStatement" ? /** @type {any} */ (statement.expression) : null;
    if (call?.type !== "CallExpression") {
      problems.push(
        `wiring: only registrations may stand here: ${source.slice(statement.start, statement.end)}`,
      );
      continue;
    }
    if (call.callee.name === "routerAdd") {
      registered.push(`${call.arguments[0].value} ${call.arguments[1].value}`);
    }
    for (const { start, end } of callbacks(call)) {
      const text = source.slice(start, end);
      if (text.includes("\n")) problems.push(`wiring: a callback spans lines: ${text}`);
      full(parseForGoja(`(${text})`, "handler"), (node) => {
        const name = node.type === "Identifier" ? /** @type {any} */ (node).name : null;
        if (!name || name === "e" || HANDLER_GLOBALS.has(name) || KEPT_BUNDLE.test(name)) return;
        if (!bundleExports.includes(name)) {
          problems.push(`wiring: "${name}" does not exist where the callback runs: ${text}`);
        }
      });
    }
  }
  for (const { method, path, id } of operations) {
    const times = registered.filter((route) => route === `${method} ${path}`).length;
    if (times !== 1) problems.push(`wiring: ${id} (${method} ${path}) is registered ${times} times`);
  }
  return problems;
}
