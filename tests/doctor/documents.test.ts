import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CHECKS } from "../../src/doctor/checks.ts";
import { projectRoot } from "../../scripts/server-process.ts";
import { document } from "../support/contract.ts";
import { BROKEN_DEPLOYMENTS } from "./broken-deployments.ts";

/** The cells of the rows of a page's table of checks, without the marks of code. */
async function tableOf(page: string): Promise<string[][]> {
  const text = await readFile(join(projectRoot, page), "utf8");
  return [...text.matchAll(/^\| `(\w+)` \|(.*)\|$/gm)].map(([, id = "", rest = ""]) => [
    id,
    ...rest.split("|").map((cell) => cell.trim()),
  ]);
}

const english = await tableOf("docs/doctor.md");
const chinese = await tableOf("docs/zh/doctor.md");

describe("the documents of the doctor", () => {
  test("have every check, in its order, and call it as the answer does", () => {
    expect(english.map(([id]) => id)).toEqual(Object.keys(CHECKS));
    expect(chinese.map(([id, title]) => [id, title])).toEqual(
      Object.entries(CHECKS).map(([id, { title }]) => [id, title]),
    );
  });

  test("say of the same checks that they can be broken, or better, and that the command does not see them", () => {
    const kinds = english.map(([id, broken, advice, command]) => [
      id,
      broken !== "",
      advice !== "",
      { yes: "是", no: "否", "of the call": "命令自己的" }[command ?? ""],
    ]);
    expect(
      chinese.map(([id, , broken, advice, command]) => [id, broken !== "", advice !== "", command]),
    ).toEqual(kinds);
    for (const { id, verdict, serverOnly } of BROKEN_DEPLOYMENTS) {
      const [, broken, advice, command] = english.find(([name]) => name === id) ?? [];
      expect([id, verdict === "broken" ? broken : advice]).not.toEqual([id, ""]);
      // The environment of a call may lack what the service has.
      if (command !== "of the call") expect([id, command]).toEqual([id, serverOnly ? "no" : "yes"]);
    }
  });

  test("of the contract list the same words", () => {
    const { id } = document.components.schemas.DoctorCheck?.properties ?? {};
    expect((id as { enum?: string[] } | undefined)?.enum).toEqual(Object.keys(CHECKS));
  });
});
