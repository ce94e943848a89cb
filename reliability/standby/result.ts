/**
 * The takeovers of a drill as a table.
 * @module
 */
import { percentile } from "../../tools/statistics.ts";
import type { Section } from "../shared/report.ts";
import type { Losses } from "./losses.ts";

export interface Takeover {
  kind: "crash" | "planned";
  losses: Losses;
  /** From the end of the primary to the first answered sign-up. */
  gapMs: number;
}

const KINDS = { crash: "killed under load", planned: "planned switch" } as const;

/** What came of one takeover, for the line of progress. */
export function said({ kind, losses, gapMs }: Takeover): string {
  const { ages, acknowledged } = losses;
  const oldest = ages.length > 0 ? `, the oldest ${Math.round(Math.max(...ages))} ms old` : "";
  return `${KINDS[kind]}: ${ages.length} of ${acknowledged} acknowledged writes lost${oldest}; first sign-up after ${Math.round(gapMs)} ms`;
}

export function takeoverSection(title: string, takeovers: readonly Takeover[]): Section {
  const rows = (Object.keys(KINDS) as (keyof typeof KINDS)[]).map((kind) => {
    const some = takeovers.filter((takeover) => takeover.kind === kind);
    if (some.length === 0) return [KINDS[kind], "0", "", "", "", ""];
    const lost = some.map(({ losses }) => losses.ages.length);
    const ages = some.flatMap(({ losses }) => losses.ages);
    const gaps = some.map(({ gapMs }) => gapMs);
    return [
      KINDS[kind],
      String(some.length),
      String(some.reduce((sum, { losses }) => sum + losses.acknowledged, 0)),
      `${Math.min(...lost)}–${Math.max(...lost)}`,
      ages.length > 0 ? `${Math.round(Math.max(...ages))} ms` : "–",
      `${Math.round(percentile(gaps, 0.5))} ms, ${Math.round(percentile(gaps, 1))} ms`,
    ];
  });
  const head = [
    "how the primary ended",
    "rounds",
    "acknowledged writes",
    "lost in a round",
    "oldest lost write",
    "to the first sign-up: median, longest",
  ];
  return { title, head, rows };
}
