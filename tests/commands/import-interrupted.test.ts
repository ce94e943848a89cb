import { describe, expect, test } from "vitest";
import { freshOpenid, jsonLines, leancloudUser, leancloudWechat } from "../support/exports.ts";
import { startWechatAuth } from "../support/command.ts";
import { appidOf, exportFile, importFile } from "../support/importing.ts";
import { ownService } from "../support/scenarios.ts";
import { freshPhone } from "../support/service.ts";

const PEOPLE = 6000;

describe("an import that is killed", () => {
  const started = ownService();

  test("goes on where it was, and makes nobody twice", async () => {
    const service = started();
    const people = Array.from({ length: PEOPLE }, () =>
      leancloudUser({ mobilePhoneNumber: freshPhone(), authData: leancloudWechat(freshOpenid()) }),
    );
    const file = await exportFile(jsonLines(people));
    const run = startWechatAuth(
      service.dataDir,
      "import",
      "--from",
      "leancloud",
      "--appid",
      appidOf(service),
      file,
    );
    await run.said(/: imported \d+ %/);
    run.kill();
    await run.ended;
    const before = await service.admin.countUsers();
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(PEOPLE);

    const { status, summary, map, files } = await importFile(service, "leancloud", file);
    expect([status, summary]).toEqual([
      0,
      `${PEOPLE} entries: ${PEOPLE - before} imported, 0 updated, ${before} unchanged, 0 skipped, 0 refused`,
    ]);
    expect(await service.admin.countUsers()).toBe(PEOPLE);
    expect(map.size).toBe(PEOPLE);
    expect(files).toEqual(["export.jsonl", "export.jsonl.map.csv", "export.jsonl.report.txt"]);
  });
});
