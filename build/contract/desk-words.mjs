// @ts-check
/**
 * The reasons in an operator's words: for the desk, and as a page of the documents.
 * @module
 */
import { format } from "prettier";

/** @typedef {import("./source.mjs").Reasons} Reasons */

/** @param {Reasons} reasons @returns {[reason: string, words: { what: string, todo: string }][]} */
function wordsOf({ reasons }) {
  return Object.entries(reasons).map(([reason, { desk }]) => {
    if (!desk?.what || !desk.todo)
      throw new Error(`contract/reasons.yaml: ${reason} needs desk.what and desk.todo`);
    return [reason, desk];
  });
}

/** The TypeScript module that the desk reads. @param {Reasons} reasons */
export function deskWordsSource(reasons) {
  return [
    "export interface DeskWords {",
    "  /** What has happened, as one would say it on the phone. */",
    "  what: string;",
    "  /** What there is to do about it. */",
    "  todo: string;",
    "}",
    "",
    `export const DESK_WORDS: { readonly [reason: string]: DeskWords } = ${JSON.stringify(Object.fromEntries(wordsOf(reasons)), null, 2)};`,
    "",
  ].join("\n");
}

/** docs/zh/reasons.md @param {Reasons} reasons */
export function reasonsPage(reasons) {
  const rows = wordsOf(reasons).map(([reason, { what, todo }]) => `| \`${reason}\` | ${what} | ${todo} |`);
  const text = [
    "# 为什么登录不上？",
    "",
    "日志中每条登录记录的 `reason`，发生了什么，怎么办。运营台（`/console/desk`）显示的是同一张表；它由 `contract/reasons.yaml` 生成。",
    "",
    "| reason | 发生了什么 | 怎么办 |",
    "| --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
  return format(text, { parser: "markdown" });
}
