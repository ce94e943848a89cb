/**
 * `npm run standby [-- --rounds 5] [--quick]`: the drill of docs/standby.md, with Litestream from `LITESTREAM_BIN`, the
 * path, or built from its Go module. Where none of these is to be had, it says so and ends with 0. `--write` puts the
 * result into docs/standby.md.
 * @module
 */
import { join } from "node:path";
import { POCKETBASE_VERSION } from "../../scripts/binary.ts";
import { projectRoot } from "../../scripts/server-process.ts";
import { withTemplate } from "../../tests/support/template.ts";
import { fillFile } from "../../tools/markdown.ts";
import { run, wholeNumbers } from "../shared/program.ts";
import { report } from "../shared/report.ts";
import { ensureLitestream, NoLitestream } from "./litestream.ts";
import { standbyRounds } from "./rounds.ts";

/** One short round, for a run of all checks. */
const QUICK = { rounds: 1, "load-ms": 2000 };
const DEFAULTS = { rounds: 5, "load-ms": 15_000, "per-second": 60, "sync-ms": 1000, "bound-ms": 10_000 };

const SWITCHES = ["--quick", "--write"];

const args = process.argv.slice(2);
const quick = args.includes("--quick");
const PAGE = join(projectRoot, "docs/standby.md");

const litestream = await ensureLitestream((line) => console.log(line)).catch((error: unknown) => {
  if (!(error instanceof NoLitestream)) throw error;
  console.log(`SKIPPED: the drill of the standby: ${error.message}`);
  return null;
});

if (litestream !== null) {
  await run(async (say, interrupted) => {
    const options = wholeNumbers(
      args.filter((arg) => !SWITCHES.includes(arg)),
      quick ? { ...DEFAULTS, ...QUICK } : DEFAULTS,
    );
    const { rounds, seed } = options;
    say(`seed ${seed}, PocketBase ${process.env.POCKETBASE_BIN ?? POCKETBASE_VERSION}`);
    const { sections, violations } = await withTemplate((template) =>
      standbyRounds(
        {
          template,
          litestream,
          rounds,
          seed,
          loadMs: options["load-ms"],
          perSecond: options["per-second"],
          syncMs: options["sync-ms"],
          boundMs: options["bound-ms"],
        },
        say,
        interrupted,
      ),
    );
    const command = `npm run standby -- --rounds ${rounds} --load-ms ${options["load-ms"]} --sync-ms ${options["sync-ms"]} --seed ${seed}`;
    const markdown = report("What the drill has shown", command, sections, violations);
    if (args.includes("--write")) await fillFile(PAGE, "standby", markdown);
    return { markdown, violations };
  });
}
