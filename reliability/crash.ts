/**
 * `npm run crash [-- --rounds 50]`: SIGKILL under load, then a full disk and a read-only database.
 * @module
 */
import { crashRounds } from "./crash-rounds.ts";
import { run, wholeNumbers } from "./program.ts";
import { report } from "./report.ts";
import { withTemplate } from "./template.ts";

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
  const command = `npm run crash -- --rounds ${options.rounds} --seed ${options.seed}`;
  return { markdown: report("Crash", command, sections, violations), violations };
});
