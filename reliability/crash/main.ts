/**
 * `npm run crash [-- --rounds 50]`: SIGKILL under load, then a full disk and a read-only database.
 * @module
 */
import { fileURLToPath } from "node:url";
import { withTemplate } from "../../tests/support/template.ts";
import { run, wholeNumbers } from "../shared/program.ts";
import { report } from "../shared/report.ts";
import { runInOwnNamespace, saySkipped } from "./disk/mounts.ts";
import { crashRounds } from "./rounds.ts";

await run(async (say, interrupted) => {
  const options = wholeNumbers(process.argv.slice(2), { rounds: 50, "first-starts": 10, "load-ms": 1500 });
  say(`seed ${options.seed}`);
  const { sections, violations } = await withTemplate((template) =>
    crashRounds(
      {
        template,
        rounds: options.rounds,
        firstStarts: options["first-starts"],
        seed: options.seed,
        loadMs: options["load-ms"],
      },
      say,
      interrupted,
    ),
  );
  if (!interrupted.aborted) violations.push(...(await disks(options.seed)));
  const command = `npm run crash -- --rounds ${options.rounds} --seed ${options.seed}`;
  return { markdown: report("Crash", command, sections, violations), violations };
});

/** Runs reliability/crash/disk/main.ts, a program of its own because it needs a mount namespace; it prints its own result. */
async function disks(seed: number): Promise<string[]> {
  const file = fileURLToPath(new URL("disk/main.ts", import.meta.url));
  const ended = await runInOwnNamespace(file, ["--seed", String(seed)]);
  if ("refused" in ended) {
    saySkipped("full disk and read-only database", ended.refused);
    return [];
  }
  return ended.code === 0 ? [] : [`the disk program ended with code ${ended.code}: see its own result`];
}
