// @ts-check
/**
 * What is made of the list of reasons: the table that the source reads, and the tables of the documents.
 * @module
 */

/** @typedef {import("./source.mjs").Reasons} Reasons */

/** The TypeScript module with every reason's status and words. @param {Reasons} reasons */
export function reasonsSource({ reasons }) {
  const own = Object.entries(reasons).filter(([, { status }]) => status !== "any");
  const union = (/** @type {string[]} */ names) => names.map((name) => JSON.stringify(name)).join(" | ");
  return [
    "export interface Definition {",
    "  status: number;",
    "  message: string;",
    "}",
    "",
    "/** Reasons of the service itself; each has one status. */",
    `export type OwnReason = ${union(own.map(([reason]) => reason))};`,
    "",
    "/** Those and the reason of whatever an operator's own code refuses. */",
    `export type Reason = ${union(Object.keys(reasons))};`,
    "",
    "/** Makes the table; a function, so that a runtime builds it when a request fails and not before. */",
    "export const definitions = (): { readonly [R in OwnReason]: Definition } => ({",
    ...own.map(
      ([reason, { status, message }]) =>
        `  ${reason}: { status: ${status}, message: ${JSON.stringify(message)} },`,
    ),
    "});",
    "",
  ].join("\n");
}

const SECTION = /(<!-- reasons: .* -->\n)[\s\S]*?(<!-- \/reasons -->)/;

/**
 * An operator's page with the table of reasons as it is now. Its columns are not aligned: a new reason is one new line.
 * @param {string} page Markdown @param {Reasons} reasons
 */
export function withReasons(page, { reasons }) {
  if (!SECTION.test(page)) throw new Error("docs/production.md: the section <!-- reasons … --> is missing");
  const rows = Object.entries(reasons).map(
    ([reason, { status, operator = "–" }]) =>
      `| \`${reason}\` | ${status} | ${operator.replaceAll("|", "\\|")} |`,
  );
  const table = ["| reason | status | what to do |", "| --- | --- | --- |", ...rows, ""].join("\n");
  return page.replace(SECTION, (_, open, close) => open + table + close);
}

/** The table of all reasons for readers of the contract, in Markdown. @param {Reasons} reasons */
export function reasonsTable({ reasons }) {
  const rows = Object.entries(reasons).map(
    ([reason, { status, when }]) => `| \`${reason}\` | ${status === "any" ? "任意" : status} | ${when} |`,
  );
  return ["**全部 `reason`**", "", "| reason | 状态码 | 含义 |", "| --- | --- | --- |", ...rows, ""].join(
    "\n",
  );
}
