/**
 * `node --import tsx tests/console/readme-pictures.ts`: makes docs/images anew, from the real pages over a real service
 * with a made-up crowd. Needs Chromium on PATH.
 * @module
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { projectRoot, runCommand, startServer } from "../../scripts/server-process.ts";
import { fillWithCrowd } from "../support/crowd/crowd.ts";
import { findChromium, launchChromium } from "../support/chromium.ts";

const SUPERUSER = { email: "ops@example.com", password: "only-for-the-pictures-1" };
const WINDOW = { width: 1160, height: 720 };

const picture = (name: string) => join(projectRoot, "docs/images", name);

async function account(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/console`);
  await page.getByText("运行正常").waitFor();
  await page.screenshot({ path: picture("account.png") });
}

async function desk(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/console/desk`);
  await page.locator("#desk-email").fill(SUPERUSER.email);
  await page.locator("#desk-password").fill(SUPERUSER.password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.getByText(/共 .* 人/).waitFor();
  await page.locator("#people-text").fill("王小满");
  await page.locator(".people .table tbody a").first().filter({ hasText: "王小满" }).waitFor();
  await page.locator(".people .table tbody a").first().click();
  await page.getByRole("heading", { name: "登录方式" }).waitFor();
  await page.getByText("正在查找登录记录").waitFor({ state: "detached" });
  await page.screenshot({ path: picture("desk.png") });
}

const executable = findChromium();
if (!executable) throw new Error("there is no Chromium on PATH: install one, or set CHROMIUM_BIN");
const dataDir = await mkdtemp(join(tmpdir(), "kit-pictures-"));
await runCommand(["superuser", "upsert", SUPERUSER.email, SUPERUSER.password], { dataDir });
const appids = ["wx7a1c0de500000001", "wx55b0feed00000002"] as const;
await fillWithCrowd(dataDir, { people: 20_000, lines: 40_000, appids, now: Date.now() });
const server = await startServer({ dataDir });
const browser = await launchChromium(executable);
try {
  const page = await browser.newPage({ locale: "zh-CN", timezoneId: "Asia/Shanghai", viewport: WINDOW });
  // The pictures of people are nowhere: their initials stand for them.
  await page.route("https://example.com/**", (route) => route.abort());
  await account(page, server.url);
  await desk(page, server.url);
} finally {
  await browser.close();
  await server.stop();
  await rm(dataDir, { recursive: true });
}
