/**
 * What axe-core and a ruler find on a page.
 * @module
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** The script of axe-core, to be evaluated in the page first. */
export const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** 320 is a small phone, or a desktop at 400 %; 640 a desktop at 200 %. */
const WIDTHS = [320, 640, 1280];

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** Expects no finding in either colour scheme, and no width at which the page scrolls sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const content = await page.evaluate<number>("document.documentElement.scrollWidth");
    if (content > width) found.push(`${content} px wide at ${width} px`);
  }
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate<{ violations: Violation[] }>("axe.run()");
    for (const { id, nodes } of violations)
      found.push(
        ...nodes.map(({ target, failureSummary }) => `${colorScheme} ${id} ${target}: ${failureSummary}`),
      );
  }
  expect(found).toEqual([]);
}
