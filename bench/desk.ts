/**
 * `node --import tsx bench/desk.ts [--people 1000000] [--lines 100000]`: an operator's walk through the desk of a large
 * deployment, in Chromium: how long each view takes, what its queries cost the server, and how long the page itself is busy.
 * @module
 */
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { findChromium, launchChromium } from "../tests/support/chromium.ts";
import { fillWithCrowd } from "../tests/support/crowd/crowd.ts";
import { grouped, machine, table, today } from "../tools/markdown.ts";
import { cpuSeconds } from "../tools/process-stats.ts";
import { DEFAULTS, Stages, SUPERUSER } from "./stage.ts";

const { values } = parseArgs({
  options: {
    people: { type: "string", default: "1000000" },
    lines: { type: "string", default: "100000" },
  },
});
const APPIDS = ["wx7a1c0de500000001", "wx55b0feed00000002"] as const;

interface Step {
  name: string;
  go: (page: Page) => Promise<void>;
}

const choose = (id: string, label: string) => (page: Page) =>
  page
    .locator(`#${id}`)
    .selectOption({ label })
    .then(() => undefined);
const type = (id: string, text: string) => async (page: Page) => {
  await page.locator(`#${id}`).fill(text);
  await page.locator(`#${id}`).press("Enter");
};
const view = (name: string) => (page: Page) =>
  page.getByRole("navigation", { name: "运营台" }).getByRole("link", { name }).click();

const STEPS: Step[] = [
  { name: "people: the first list", go: signIn },
  { name: "people: by phone", go: type("people-text", "15000000003") },
  { name: "people: by name", go: type("people-text", "王") },
  { name: "people: nobody has it", go: type("people-text", "没有这个人") },
  { name: "people: all again", go: type("people-text", "") },
  { name: "people: of the second mini-program", go: choose("people-source", `小程序 ${APPIDS[1]}`) },
  { name: "people: and who came yesterday", go: choose("people-period", "昨天") },
  { name: "sign-ins: what did not succeed", go: view("登录记录") },
  { name: "sign-ins: of one phone", go: type("lines-phone", "13912345678") },
  { name: "pictures: a week", go: view("统计图") },
  { name: "doctor", go: view("体检") },
];

async function signIn(page: Page): Promise<void> {
  await page.locator("#desk-email").fill(SUPERUSER.email);
  await page.locator("#desk-password").fill(SUPERUSER.password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

/** A view is there when nothing has been asked or drawn for so long. */
const QUIET_MS = 700;

/** Tasks of the page that kept it from answering to a hand, as the browser itself counts them: over 50 ms. */
const WATCH = `window.longest = 0; new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
}).observe({ type: "longtask", buffered: true })`;

async function walk(url: string, pid: number, page: Page): Promise<string[][]> {
  let open = 0;
  let lastAt = 0;
  let slowest = 0;
  let asked = 0;
  page.on("request", (request) => {
    if (!request.url().includes("/api/")) return;
    open++;
    asked++;
    const startedAt = performance.now();
    const ended = () => {
      open--;
      lastAt = performance.now();
      slowest = Math.max(slowest, lastAt - startedAt);
    };
    request.response().then((response) => response?.finished().then(ended, ended), ended);
  });
  await page.addInitScript(WATCH);
  await page.goto(`${url}/console/desk`);
  await page.locator("#desk-email").waitFor();
  const rows: string[][] = [];
  for (const { name, go } of STEPS) {
    [slowest, asked] = [0, 0];
    await page.evaluate("window.longest = 0");
    const cpu = cpuSeconds(pid);
    const startedAt = performance.now();
    lastAt = startedAt;
    await go(page);
    while (open > 0 || performance.now() - lastAt < QUIET_MS) await page.waitForTimeout(20);
    const longest = Number(await page.evaluate("window.longest"));
    rows.push([
      name,
      String(asked),
      `${(lastAt - startedAt).toFixed(0)} ms`,
      `${slowest.toFixed(0)} ms`,
      `${((cpuSeconds(pid) - cpu) * 1000).toFixed(0)} ms`,
      longest === 0 ? "under 50 ms" : `${longest.toFixed(0)} ms`,
    ]);
    console.log(rows.at(-1)?.join(" | "));
  }
  return rows;
}

const executable = findChromium();
if (!executable) {
  console.log("Not run: there is no Chromium (CHROMIUM_BIN names one)");
} else {
  const stages = await Stages.open(DEFAULTS);
  const browser = await launchChromium(executable);
  try {
    const [people, lines] = [Number(values.people), Number(values.lines)];
    const dataDir = await stages.prepareData("desk");
    await fillWithCrowd(dataDir, { people, lines, appids: APPIDS, now: Date.now() });
    const stage = await stages.start(dataDir, {
      env: { WECHAT_APPID: APPIDS.join(), WECHAT_SECRET: "one,two" },
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const { cores, model, gibibytes } = machine();
    const rows = await walk(stage.url, stage.pid, page);
    console.log(
      `\n${grouped(people)} people, ${grouped(lines)} lines. ${today()}; ${cores} cores (${model}), ${gibibytes} GiB\n\n` +
        table(
          [
            "step",
            "requests",
            "until all is there",
            "slowest answer",
            "server CPU",
            "page busy at a stretch",
          ],
          rows,
        ),
    );
  } finally {
    await browser.close();
    await stages.close();
  }
}
