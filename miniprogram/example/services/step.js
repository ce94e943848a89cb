/** One step of a page, with its states: loading, done, failed. */
const { problem } = require("./words");

/** @typedef {{ kind: string, text: string, action: string }} Notice */

/**
 * Shows that the step runs, and how it went. A second tap meanwhile does nothing.
 * @param {{ data: { busy: boolean }, setData(data: { busy?: boolean, notice?: Notice }): void }} page
 * @param {string} text while it runs
 * @param {() => Promise<Notice>} work answers what to show when it has worked
 * @param {(error: Record<string, any>) => Notice | null} [explain] words for failures that the page knows better
 */
async function step(page, text, work, explain = () => null) {
  if (page.data.busy) return;
  page.setData({ busy: true, notice: { kind: "loading", text, action: "" } });
  let notice;
  try {
    notice = await work();
  } catch (error) {
    notice = explain(Object(error)) || { kind: "error", text: problem(error).text, action: "" };
  }
  page.setData({ busy: false, notice });
}

module.exports = { step };
