/**
 * `npm run memory [-- --keys 200000] [--addresses 1000000] [--bound 64]`: what very many
 * distinct keys do to the server's memory.
 * @module
 */
import { withTemplate } from "../../tests/support/template.ts";
import { run, wholeNumbers } from "../shared/program.ts";
import { report } from "../shared/report.ts";
import { memoryPhases } from "./phases.ts";

await run(async (say, interrupted) => {
  const { keys, addresses, bound } = wholeNumbers(process.argv.slice(2), {
    keys: 200_000,
    addresses: 1_000_000,
    bound: 64,
  });
  const { sections, violations } = await withTemplate((template) =>
    memoryPhases({ template, keys, addresses, bound }, say, interrupted),
  );
  const command = `npm run memory -- --keys ${keys} --addresses ${addresses}`;
  return { markdown: report("Memory", command, sections, violations), violations };
});
