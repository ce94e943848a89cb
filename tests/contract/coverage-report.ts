/**
 * Which of the declared answers (operation × status × reason) the tests have seen.
 * @module
 */

/** One answer; `reason` is empty for a success. */
export interface DeclaredAnswer {
  operation: string;
  status: number;
  reason: string;
}

export interface Coverage {
  rows: (DeclaredAnswer & { covered: boolean })[];
  /** Recorded lines that the contract does not declare: the record is of another contract. */
  foreign: string[];
  /** Whether every declared answer was seen and nothing else was. */
  complete: boolean;
}

const lineOf = ({ operation, status, reason }: DeclaredAnswer) => `${operation} ${status} ${reason}`.trim();

/**
 * Holds the record against the contract.
 * @param declared every answer of the contract, in its order
 * @param recorded lines `operationId status reason`, as tests/support/contract.ts notes them
 */
export function coverageOf(declared: DeclaredAnswer[], recorded: Iterable<string>): Coverage {
  const seen = new Set([...recorded].map((line) => line.trim()).filter((line) => line !== ""));
  const rows = declared.map((answer) => ({ ...answer, covered: seen.has(lineOf(answer)) }));
  const known = new Set(declared.map(lineOf));
  const foreign = [...seen].filter((line) => !known.has(line));
  const complete = rows.length > 0 && rows.every(({ covered }) => covered) && foreign.length === 0;
  return { rows, foreign, complete };
}

/** The table as text, one row per declared answer, with a closing total. */
export function coverageTable({ rows, foreign }: Coverage): string {
  const width = (values: string[]) => Math.max(...values.map((value) => value.length));
  const operationWidth = width(["operation", ...rows.map(({ operation }) => operation)]);
  const reasonWidth = width(["reason", ...rows.map(({ reason }) => reason)]);
  const line = (operation: string, status: string, reason: string, verdict: string) =>
    `${operation.padEnd(operationWidth)}  ${status.padEnd(6)}  ${reason.padEnd(reasonWidth)}  ${verdict}`;

  const covered = rows.filter((row) => row.covered).length;
  // Rounded down: 100 % stands only where nothing is missing.
  const percent = rows.length === 0 ? 0 : Math.floor((covered / rows.length) * 1000) / 10;
  return [
    line("operation", "status", "reason", "answer"),
    ...rows.map((row) =>
      line(row.operation, String(row.status), row.reason || "-", row.covered ? "covered" : "MISSED"),
    ),
    ...foreign.map((entry) => `not in the contract: ${entry}`),
    `contract coverage: ${covered} of ${rows.length} declared answers, ${percent} %`,
  ].join("\n");
}
