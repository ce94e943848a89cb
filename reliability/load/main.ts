/**
 * `npm run load [-- --clients 500]`: many WeChat logins under way at once, against a WeChat that takes a second.
 * @module
 */
import { withTemplate } from "../../tests/support/template.ts";
import { percentile } from "../../tools/statistics.ts";
import { run, wholeNumbers } from "../shared/program.ts";
import { report, type Section, tallySection } from "../shared/report.ts";
import { PROBE_HEAD, probeRows } from "./probes.ts";
import { PASSWORD_PROBE, plateauMargin, slowWechat, type SlowWechatResult } from "./slow-wechat.ts";

const LOGIN_P99_OVER_WECHAT_MS = 1500;
const OTHER_P99_MS = 100;
/** A runtime for each login that waits for WeChat, as docs/reliability.md advises; PocketBase's default is 15. */
const ROOMY_POOL = 512;

function violationsOf(
  { logins, first, busy, memory }: SlowWechatResult,
  delayMs: number,
  margin: number,
): string[] {
  const violations = [...first.violations(), ...logins.violations()];
  const failed = [first, logins].map((tally) => tally.total().refused + tally.total().lost);
  if (Math.max(...failed) > 0) violations.push(`${failed.join(" + ")} logins did not succeed`);
  const loginP99 = percentile(logins.latencies(), 0.99);
  const loginLimit = delayMs + LOGIN_P99_OVER_WECHAT_MS;
  if (!(loginP99 <= loginLimit))
    violations.push(`login p99 is ${loginP99.toFixed(0)} ms, promised: ${loginLimit} ms`);
  for (const { name, latencies, problems } of busy) {
    if (problems.length > 0)
      violations.push(`${name}: ${problems.length} calls failed, first with ${problems[0]}`);
    const p99 = percentile(latencies, 0.99);
    // Hashing the password alone takes most of this time.
    if (name !== PASSWORD_PROBE && !(p99 <= OTHER_P99_MS))
      violations.push(`${name}: p99 is ${p99.toFixed(0)} ms, promised: ${OTHER_P99_MS} ms`);
  }
  if (memory.settledMs === null)
    violations.push(
      `memory is at ${memory.after.toFixed(0)} MiB, ${memory.before.toFixed(0)} MiB before, promised: at most ${margin} MiB more`,
    );
  return violations;
}

function sectionsOf({ logins, first, idle, busy, memory }: SlowWechatResult, margin: number): Section[] {
  const all = logins.latencies();
  const mebibytes = (value: number) => `${value.toFixed(0)} MiB`;
  return [
    tallySection("A first wave, in which runtimes and memory are made:", first),
    tallySection("The waves after it:", logins),
    {
      title: "All of the latter together:",
      head: ["succeeded", "median ms", "p99 ms", "longest ms"],
      rows: [[all.length, ...[0.5, 0.99, 1].map((share) => percentile(all, share).toFixed(0))].map(String)],
    },
    { title: "Other routes meanwhile:", head: PROBE_HEAD, rows: probeRows(busy) },
    { title: "The same routes before, without the logins:", head: PROBE_HEAD, rows: probeRows(idle) },
    {
      title: "Memory of the PocketBase process (resident):",
      head: ["before", "highest", "at the end", `back within ${margin} MiB after`],
      rows: [
        [
          mebibytes(memory.before),
          mebibytes(memory.peak),
          mebibytes(memory.after),
          memory.settledMs === null ? "not" : `${(memory.settledMs / 1000).toFixed(0)} s`,
        ],
      ],
    },
  ];
}

await run(async (say, interrupted) => {
  const options = wholeNumbers(process.argv.slice(2), {
    clients: 500,
    waves: 10,
    "over-ms": 1000,
    "new-percent": 10,
    "delay-ms": 1000,
    "hooks-pool": ROOMY_POOL,
    "probes-per-second": 20,
    "idle-ms": 5000,
    "settle-seconds": 600,
  });
  const result = await withTemplate((template) =>
    slowWechat(
      {
        template,
        clients: options.clients,
        waves: options.waves,
        overMs: options["over-ms"],
        newPercent: options["new-percent"],
        delayMs: options["delay-ms"],
        probesPerSecond: options["probes-per-second"],
        idleMs: options["idle-ms"],
        settleMs: options["settle-seconds"] * 1000,
        hooksPool: options["hooks-pool"],
      },
      say,
      interrupted,
    ),
  );
  const margin = plateauMargin(options["hooks-pool"]);
  const violations = violationsOf(result, options["delay-ms"], margin);
  const command = `npm run load -- --clients ${options.clients} --waves ${options.waves} --over-ms ${options["over-ms"]} --new-percent ${options["new-percent"]} --hooks-pool ${options["hooks-pool"]}`;
  return { markdown: report("Load", command, sectionsOf(result, margin), violations), violations };
});
