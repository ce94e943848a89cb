/**
 * `node --import tsx tests/contract/coverage.ts`, after `vitest run`: prints which declared answers the tests have
 * provoked, and ends with code 1 unless it is all of them.
 * @module
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { coverageDir, declaredReasons, declaredStatuses, operations } from "../support/contract.ts";
import { type DeclaredAnswer, coverageOf, coverageTable } from "./coverage-report.ts";

function declaredAnswers(): DeclaredAnswer[] {
  return Object.keys(operations).flatMap((operation) =>
    declaredStatuses(operation).flatMap((status) => {
      const reasons = declaredReasons(operation, status);
      return (reasons.length > 0 ? reasons : [""]).map((reason) => ({ operation, status, reason }));
    }),
  );
}

/** @throws when the tests have left no record */
async function recordedLines(): Promise<string[]> {
  const files = (await readdir(coverageDir)).filter((name) => name.endsWith(".txt"));
  const texts = await Promise.all(files.map((name) => readFile(join(coverageDir, name), "utf8")));
  return texts.flatMap((text) => text.split("\n"));
}

const lines = await recordedLines().catch((error: NodeJS.ErrnoException) => {
  if (error.code !== "ENOENT") throw error;
  console.error(`${coverageDir} does not exist: run the tests first (npx vitest run)`);
  process.exit(1);
});
const coverage = coverageOf(declaredAnswers(), lines);
console.log(coverageTable(coverage));
process.exitCode = coverage.complete ? 0 : 1;
