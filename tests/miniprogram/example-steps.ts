/**
 * What users do on several pages of the example, and what they see there.
 * @module
 */
import type { ExampleApp } from "./example-stage.ts";

export const INDEX = "/pages/index/index";
export const LINK_PAGE = "/pages/link/link";

/** What the notice says, as soon as there is one of this kind. */
export async function notice({ page, texts }: ExampleApp, kind: string): Promise<string | undefined> {
  await page.waitForSelector(`.notice--notice-${kind}`);
  return (await texts(".notice--text"))[0];
}

/** The user shown on the first page, after a start of the app. */
export async function shown(app: ExampleApp): Promise<string[]> {
  await app.launch(INDEX);
  await app.page.waitForSelector(".user-card--user");
  return app.texts(".user-card--name, .user-card--tag, .user-card--phone");
}
export const masked = (phone: string) => `${phone.slice(0, 3)}****${phone.slice(7)}`;

/** Signs in by password, and has WeChat linked. */
export async function signInOnLinkPage(app: ExampleApp, phone: string, password: string): Promise<void> {
  await app.show(LINK_PAGE);
  await app.page.fill(".main--phone input", phone);
  await app.page.fill(".main--password input", password);
  await app.page.tap(".main--submit");
}
