/**
 * Runs once before all test files: an empty coverage record and a migrated database to copy from.
 * @module
 */
import { rm } from "node:fs/promises";
import { coverageDir } from "./contract.ts";
import { makeTemplate } from "./template.ts";

export async function setup() {
  await rm(coverageDir, { recursive: true, force: true });
  const template = await makeTemplate();
  process.env.KIT_TEMPLATE = template;
  return () => rm(template, { recursive: true, force: true });
}
