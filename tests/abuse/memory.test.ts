import { expect, test } from "vitest";
import { memoryPhases } from "../../reliability/memory/phases.ts";

const TIMEOUT_MS = 240_000;
const never = new AbortController().signal;

/** A short round of `reliability/memory/main.ts`; the figures of a long one stand in docs/reliability.md. */
test(
  "distinct codes, names, accounts and addresses are all answered, and told with the server's memory",
  { timeout: TIMEOUT_MS },
  async () => {
    const said: string[] = [];
    const options = {
      template: process.env.KIT_TEMPLATE ?? "",
      keys: 1000,
      addresses: 17_000,
      bound: 64,
    };

    const { sections, violations } = await memoryPhases(options, (line) => said.push(line), never);

    expect(violations).toEqual([]);
    const rows = sections[0]?.rows ?? [];
    expect(rows.map(([, number]) => number)).toEqual(["1000", "1000", "1000", "17000"]);
    for (const row of rows) for (const cell of row.slice(1)) expect(cell).toMatch(/^[1-9][0-9]*$/);
    expect(said.filter((line) => !line.startsWith(" "))).toHaveLength(4);
  },
);
