/**
 * `pocketbase wechat-auth import`: users of another system, out of the file that it exports. Goes through the file twice:
 * first to see that it can be read and who shares what with whom, then to write. Can be stopped at any time and run
 * again: whoever is here already is left as they are.
 * @module
 */
import type { ImportRules, Outcome } from "../accounts/import-arrival.ts";
import { importPeople } from "../accounts/import-batch.ts";
import { claimsOf, type Placed, withoutLosers } from "../accounts/import-rivals.ts";
import { forEachBatch } from "../moving/batches.ts";
import { type ImportOptions, importOptions, UsageProblem } from "../moving/options.ts";
import { isPerson, type Person } from "../moving/person.ts";
import { csvCell, Report } from "../moving/report.ts";
import { SourceProblem } from "../moving/source.ts";
import { addClaims, closeClaims, openClaims, settleClaims } from "../pocketbase/import-claims.ts";
import { fillableFields } from "../pocketbase/import-fields.ts";
import { checkMigrated, NotMigrated } from "../pocketbase/import-notes.ts";
import { FileProblem, TextFile, TextSink } from "../pocketbase/local-files.ts";
import { settings } from "../pocketbase/settings.ts";

/** @returns 0 when everybody is here, 1 when the report names somebody to look at, 2 when nothing could be done */
export function run(
  args: string[],
  flags: string[],
  print: (text: string) => void,
  values: { [flag: string]: string },
): number {
  try {
    const options = importOptions(args, flags, values, settings().wechat.apps[0]?.appid ?? "");
    checkMigrated();
    return withFile(options, print);
  } catch (error) {
    if (
      ![UsageProblem, SourceProblem, FileProblem, NotMigrated].some((Expected) => error instanceof Expected)
    )
      throw error;
    console.error(`wechat-auth import: ${(error as Error).message}`);
    return 2;
  }
}

function withFile(options: ImportOptions, print: (text: string) => void): number {
  const file = new TextFile(options.file);
  try {
    openClaims();
    look(file, options);
    settleClaims(options.onDuplicate === "newest");
    return options.isDry ? rehearse(file, options, print) : bringIn(file, options, print);
  } finally {
    closeClaims();
    file.close();
  }
}

/** The first time through: nothing is written before the whole file has been read. */
function look(file: TextFile, options: ImportOptions): void {
  let people = 0;
  forEachBatch(file, fillableFields(), options, "read", (entries) => {
    const claims = entries.flatMap(({ place, reading }) =>
      isPerson(reading) ? claimsOf(place, reading) : [],
    );
    people += entries.length;
    addClaims(claims);
  });
  if (people === 0) throw new SourceProblem(`${options.file} holds nobody`);
}

/** Says what an import would do. */
function rehearse(file: TextFile, options: ImportOptions, print: (text: string) => void): number {
  const report = new Report((line) => print(line));
  writeOrPlan(file, options, report, () => {});
  for (const line of report.summary(true)) print(line);
  print("nothing was written (--dry-run)");
  return report.needsALook ? 1 : 0;
}

function bringIn(file: TextFile, options: ImportOptions, print: (text: string) => void): number {
  const paths = { report: `${options.file}.report.txt`, map: `${options.file}.map.csv` };
  const details = new TextSink(`${paths.report}.details`);
  const map = new TextSink(paths.map);
  map.line("id,record_id,roles");
  const report = new Report((line) => details.line(line));
  writeOrPlan(file, options, report, ({ id, roles }, record) =>
    map.line([id, record, roles.join(" ")].map(csvCell).join(",")),
  );
  map.finish();
  const summary = report.summary(false);
  writeReport(paths.report, summary, details);
  for (const line of summary) print(line);
  print(`report: ${paths.report}`);
  print(`old id → record id: ${paths.map}`);
  return report.needsALook ? 1 : 0;
}

/** The summary first, then what was written down on the way. */
function writeReport(path: string, summary: string[], details: TextSink): void {
  const written = details.reread();
  const report = new TextSink(path);
  for (const line of [...summary, ""]) report.line(line);
  report.append(written);
  written.close();
  report.finish();
  details.discard();
}

/** The second time through. */
function writeOrPlan(
  file: TextFile,
  options: ImportOptions,
  report: Report,
  arrived: (person: Person, record: string) => void,
): void {
  const rules: ImportRules = {
    source: options.from,
    isDry: options.isDry,
    wrap: options.wrap,
    newestFirst: options.onDuplicate === "newest",
  };
  forEachBatch(file, fillableFields(), options, options.isDry ? "looked up" : "imported", (entries) => {
    const newcomers = withoutLosers(entries, options, report);
    const outcomes = importPeople(newcomers, rules);
    newcomers.forEach((newcomer, i) => {
      const outcome = outcomes[i] as Outcome;
      tell(newcomer, outcome, report);
      if ("user" in outcome) arrived(newcomer.person, outcome.user);
    });
  });
}

function tell({ place, person }: Placed, outcome: Outcome, report: Report): void {
  const who = { place, id: person.id };
  if (outcome.did === "left_out") return report.skipped(who, outcome.why);
  if (outcome.did === "refused") return report.skipped(who, outcome.why, "refused");
  for (const { kind, other, won } of outcome.conflicts) {
    const value = kind === "phone" ? person.phone : "";
    report.duplicate(
      who,
      kind,
      value,
      other && `the record ${other}`,
      won ? "has it now" : "comes in without it",
    );
  }
  report.did(outcome.did);
  if (outcome.did === "unchanged") return;
  report.left(person.left);
  report.roles(person.roles);
}
