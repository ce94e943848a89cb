/**
 * A service whose database cannot be written to: what it may answer, and how soon it is well again.
 * @module
 */
import type { MixedLoad } from "../../shared/mixed-load.ts";
import { pause } from "../../shared/program.ts";
import { type Section, tallySection } from "../../shared/report.ts";
import type { Stage } from "./scenario.ts";

const READS = ["WeChat login, known", "platform login", "refresh by token", "health", "users count"];
const WRITES = ["WeChat login, new", "profile", "avatar", "registration", "delete by superuser"];

/**
 * Runs the load for one phase, or longer, until every kind of write has been refused. Noted are: a refused read, a refusal in other words than
 * `internal_error`, a write that is never refused (then there was no trouble).
 */
export async function observeTrouble(stage: Stage, when: string, load: MixedLoad): Promise<Section> {
  const { phaseMs, patienceMs, interrupted } = stage.options;
  const tally = load.newTally();
  const started = performance.now();
  const enough = () =>
    performance.now() - started >= phaseMs && WRITES.every((action) => tally.reasons(action).length > 0);
  load.start();
  while (!enough() && performance.now() - started < phaseMs + patienceMs && !interrupted.aborted)
    await pause(50);
  await load.stop();
  interrupted.throwIfAborted();

  const { lost } = tally.total();
  stage.note(when, [
    ...tally.violations(),
    ...READS.flatMap((action) => tally.reasons(action).map((reason) => `${action}: refused with ${reason}`)),
    ...WRITES.flatMap((action) => strangeRefusals(action, tally.reasons(action))),
    ...(lost > 0 ? [`${lost} requests got no answer`] : []),
  ]);
  return tallySection(`Answers while ${when}:`, tally);
}

function strangeRefusals(action: string, reasons: readonly string[]): string[] {
  if (reasons.length === 0) return [`${action}: never refused, so nothing was shown`];
  // The native route's own answer is PocketBase's to choose.
  if (action === "delete by superuser") return [];
  return reasons
    .filter((reason) => reason !== "internal_error")
    .map((reason) => `${action}: refused with ${reason}`);
}

/** Healthy load for a while: every answer has to be a success. */
export async function observeHealth(stage: Stage, when: string, load: MixedLoad): Promise<void> {
  const { phaseMs, interrupted } = stage.options;
  const tally = load.newTally();
  load.start();
  await pause(phaseMs, interrupted);
  await load.stop();
  interrupted.throwIfAborted();
  const { refused, lost } = tally.total();
  stage.note(when, [
    ...tally.violations(),
    ...(refused + lost > 0 ? [`${refused} requests refused, ${lost} without an answer`] : []),
  ]);
}

/** Tries a sign-up until one goes through. @returns how long that took, in words */
export async function timeToRecover(stage: Stage, when: string, load: MixedLoad): Promise<string> {
  const { patienceMs, interrupted } = stage.options;
  load.newTally();
  const started = performance.now();
  while (performance.now() - started < patienceMs) {
    if (await load.signUp()) {
      const taken = `${Math.round(performance.now() - started)} ms`;
      stage.say(`${when}: the first sign-up went through after ${taken}`);
      return taken;
    }
    interrupted.throwIfAborted();
    await pause(50);
  }
  stage.note(when, [`no sign-up has gone through for ${patienceMs / 1000} s`]);
  return "never";
}
