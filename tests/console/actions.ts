/**
 * What a person does on the page, and what they see.
 * @module
 */
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { freshPhone } from "../support/service.ts";

export const PASSWORD = "correct-horse-8";

export type Form = "login" | "register";

const FORMS = { login: { tab: "登录", submit: "登录" }, register: { tab: "注册", submit: "注册并登录" } };

export const account = (page: Page): Locator => page.locator("#account");
export const statusCard = (page: Page): Locator => page.locator("#status");
export const input = (page: Page, form: Form, field: string): Locator => page.locator(`#${form}-${field}`);
export const fieldError = (page: Page, form: Form, field: string): Locator =>
  page.locator(`#${form}-${field}-error`);
export const submitButton = (page: Page, form: Form): Locator =>
  page.getByRole("tabpanel").getByRole("button", { name: FORMS[form].submit, exact: true });
/** What went wrong beyond the fields, once something did. */
export const alert = (page: Page): Locator => page.getByRole("alert").filter({ hasText: /./ });
/** All that is said below a form, the fields' summary as well as what is beyond them. */
export const notices = (page: Page): Locator =>
  page.getByRole("tabpanel").locator(".form-notice .notice").filter({ hasText: /./ });
/** What the status says, and asks for at once. */
export const state = (page: Page): Locator => statusCard(page).locator(".state");
/** Unfolds the line about the service, and has it asked. */
export async function refresh(page: Page): Promise<void> {
  const more = statusCard(page).getByRole("button", { name: "详情：服务状态" });
  if ((await more.getAttribute("aria-expanded")) === "false") await more.click();
  await statusCard(page).getByRole("button", { name: "立即检查" }).click();
}

/** Chooses the form, fills it and sends it. */
export async function send(page: Page, form: Form, values: { [field: string]: string }): Promise<void> {
  await page.getByRole("tab", { name: FORMS[form].tab, exact: true }).click();
  for (const [field, value] of Object.entries(values)) {
    const target = input(page, form, field);
    if (!(await target.isVisible())) await page.getByText("选填资料").click();
    if (field === "users_type") await target.selectOption(value);
    else await target.fill(value);
  }
  await submitButton(page, form).click();
}

/** What passes; overwrite what a test is about. */
export function registrationValues(values: { [field: string]: string } = {}) {
  return {
    users_name: "林小满",
    users_phone: freshPhone(),
    password: PASSWORD,
    passwordConfirm: PASSWORD,
    ...values,
  };
}

/** Registers through the page; resolves with the values once the card is there. */
export async function register(page: Page, values: { [field: string]: string } = {}) {
  const sent = registrationValues(values);
  await send(page, "register", sent);
  await page.getByRole("heading", { name: "当前账号" }).waitFor();
  return sent;
}

/** Signs in through the page. */
export async function login(page: Page, phone: string): Promise<void> {
  await send(page, "login", { users_phone: phone, password: PASSWORD });
  await page.getByRole("heading", { name: "当前账号" }).waitFor();
}

/** Everything that the tab keeps, in any of the browser's stores. */
export async function stored(page: Page): Promise<{ session: string[]; elsewhere: unknown[] }> {
  const session = await page.evaluate<string[]>("Object.values(sessionStorage)");
  const local = await page.evaluate<string[]>("Object.values(localStorage)");
  return { session, elsewhere: [...local, ...(await page.context().cookies())] };
}

/** The value beside a label of the card. */
export async function detail(page: Page, label: string): Promise<string> {
  return (await page.locator("dt", { hasText: label }).locator("+ dd").textContent()) ?? "";
}

/** The id of the element that has the focus. */
export const focused = (page: Page): Promise<string> => page.evaluate("document.activeElement.id");

/** What screen readers were last told besides alerts. */
export const announced = (page: Page, text: string): Promise<void> =>
  page.locator("#announcer", { hasText: text }).waitFor({ state: "attached" });

/** Asks until it is so. A machine that is busy with other things takes its time. */
export const eventually = <T>(ask: () => T | Promise<T>) => expect.poll(ask, { timeout: 60_000 });
