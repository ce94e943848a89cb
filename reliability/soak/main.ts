/**
 * `npm run soak [-- --minutes 10]`: mixed load for a long time; neither memory nor open files may grow.
 * @module
 */
import { withTemplate } from "../../tests/support/template.ts";
import { median, percentile } from "../../tools/statistics.ts";
import { run, wholeNumbers } from "../shared/program.ts";
import { report, type Section, tallySection } from "../shared/report.ts";
import { growth, type Sample, third } from "./growth.ts";
import { soak, type SoakResult } from "./run.ts";

const THIRDS = ["first", "middle", "last"];

function sectionsOf({ samples, tallies, users }: SoakResult): Section[] {
  const range = (values: number[]) =>
    `${median(values).toFixed(0)} (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)})`;
  return [
    {
      title: `The run in thirds; median (lowest to highest) of the samples, ${users} users at the end:`,
      head: ["third", "memory, MiB", "open files", "answers", "median ms", "p99 ms"],
      rows: tallies.map((tally, index) => {
        const part: Sample[] = third(samples, index + 1);
        return [
          THIRDS[index] ?? "",
          range(part.map(({ memory }) => memory)),
          range(part.map(({ openFiles }) => openFiles)),
          String(tally.total().succeeded),
          percentile(tally.latencies(), 0.5).toFixed(1),
          percentile(tally.latencies(), 0.99).toFixed(1),
        ];
      }),
    },
    ...tallies.slice(-1).map((tally) => tallySection("The last third by action:", tally)),
  ];
}

await run(async (say, interrupted) => {
  const options = wholeNumbers(process.argv.slice(2), {
    minutes: 10,
    "per-second": 50,
    population: 500,
    "sample-ms": 1000,
  });
  say(`seed ${options.seed}`);
  const result = await withTemplate((template) =>
    soak(
      {
        template,
        seed: options.seed,
        milliseconds: options.minutes * 60_000,
        sampleMs: options["sample-ms"],
        perSecond: options["per-second"],
        population: options.population,
      },
      say,
      interrupted,
    ),
  );
  const violations = [...result.problems, ...growth(result.samples)];
  const command = `npm run soak -- --minutes ${options.minutes} --per-second ${options["per-second"]} --seed ${options.seed}`;
  return { markdown: report("Soak", command, sectionsOf(result), violations), violations };
});
