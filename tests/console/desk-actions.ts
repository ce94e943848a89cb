/**
 * What an operator does at the desk, and what they see.
 * @module
 */
import type { Locator, Page } from "playwright-core";
import { SUPERUSER } from "../support/service.ts";
import type { OpenOptions, Stage } from "./stage.ts";

export interface Credentials {
  email: string;
  password: string;
}

/** Opens the desk's sign-in. */
export function openDesk(stage: Stage, options: OpenOptions = {}): Promise<Page> {
  return stage.open({ url: `${stage.service.url}/console/desk`, ready: "管理员登录", ...options });
}

export async function sendCredentials(page: Page, { email, password }: Credentials): Promise<void> {
  await page.locator("#desk-email").fill(email);
  await page.locator("#desk-password").fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

/** Opens the desk, and resolves once its list of people is there. */
export async function atDesk(stage: Stage, options: OpenOptions = {}): Promise<Page> {
  const page = await openDesk(stage, options);
  await sendCredentials(page, SUPERUSER);
  await settled(page);
  return page;
}

/** Waits until no list is being loaded. */
export async function settled(page: Page): Promise<void> {
  await page.locator('.table, .lines, p.placeholder:not(:text("正在"))').first().waitFor();
  await page.locator('[aria-busy="true"]').waitFor({ state: "detached" });
}

/** Types what to look for, and waits for what is found. */
export async function search(page: Page, text: string): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().includes("/records?"));
  await page.locator("#people-text").fill(text);
  await page.locator("#people-text").press("Enter");
  await answered;
  await settled(page);
}

/** Chooses from one of the lists above the people. */
export async function choose(page: Page, id: string, label: string): Promise<void> {
  const answered = page.waitForResponse((response) => /\/records\?|\/api\/logs/.test(response.url()));
  await page.locator(`#${id}`).selectOption({ label });
  await answered;
  await settled(page);
}

export const rows = (page: Page): Locator => page.locator(".people .table tbody tr");

/** The names in the list, from top to bottom. */
export const namesInList = (page: Page): Promise<string[]> =>
  page.locator(".people .table tbody td:first-child a").allInnerTexts();

/** The words about how many there are, once they have been counted. */
export async function countWords(page: Page): Promise<string> {
  const words = page.locator(".pager p").filter({ hasText: "共" });
  await words.waitFor();
  return (await words.textContent()) ?? "";
}

export const card = (page: Page): Locator => page.locator(".person");

/** Opens the card of the only person who is found. */
export async function openCard(page: Page, text: string): Promise<Locator> {
  await search(page, text);
  await rows(page).first().locator("a").click();
  await card(page).getByRole("heading", { name: "登录方式" }).waitFor();
  return card(page);
}

/** Goes to another of the desk's views. */
export async function goTo(page: Page, view: "人员" | "登录记录" | "统计图" | "体检"): Promise<void> {
  await page.getByRole("navigation", { name: "运营台" }).getByRole("link", { name: view }).click();
  await page.getByRole("heading", { name: view, exact: true }).waitFor();
}

/** Does something to the person whose card is open, and says yes to the question. */
export async function deed(page: Page, label: string, fill?: () => Promise<void>): Promise<void> {
  await card(page).getByRole("button", { name: label }).click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await fill?.();
  await dialog.locator(".buttons button").first().click();
  await dialog.waitFor({ state: "detached" });
}
