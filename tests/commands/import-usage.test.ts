import { rm } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { wechatAuth } from "../support/command.ts";
import { freshOpenid, jsonLines, leancloudUser, leancloudWechat } from "../support/exports.ts";
import { exportFile, written } from "../support/importing.ts";
import { ownService } from "../support/scenarios.ts";

describe("an import that cannot be done", () => {
  const started = ownService();
  const line = () => jsonLines([leancloudUser({ authData: leancloudWechat(freshOpenid()) })]);

  test.each([
    [
      ["--from", "firebase", "FILE"],
      line(),
      '--from is one of leancloud, uni-id, casdoor, csv, not "firebase"',
    ],
    [["FILE"], line(), "--from is one of leancloud, uni-id, casdoor, csv, and is needed"],
    [
      ["--from", "csv"],
      line(),
      "one FILE is needed, 0 given: wechat-auth import --from leancloud|uni-id|casdoor|csv FILE",
    ],
    [
      ["--from", "leancloud", "FILE", "--on-duplicate", "merge"],
      line(),
      '--on-duplicate is one of report, oldest, newest, not "merge"',
    ],
    [["--from", "leancloud", "FILE", "--wrap", "never"], line(), '--wrap is one of now, later, not "never"'],
    [
      ["--from", "leancloud", "FILE", "--appid", "wx1,wx2"],
      line(),
      `--appid is the mini-program's appid (wx…), one alone, not "wx1,wx2"`,
    ],
    [
      ["--from", "leancloud", "FILE"],
      line(),
      "the file holds openids, and it is not said of which mini-program: give --appid wx…, or set WECHAT_APPID",
    ],
    [["--from", "leancloud", "FILE"], "", "FILE holds nobody"],
    [
      ["--from", "leancloud", "FILE"],
      '[{"objectId": "1"}]',
      "the file is a JSON array; JSON Lines (one object a line) are needed: jq -c '.[]' turns one into the other",
    ],
    [
      ["--from", "uni-id", "FILE"],
      "id,name\n1,a\n",
      "the first line is no JSON object: this is no JSON Lines file (.jsonl)",
    ],
    [
      ["--from", "casdoor", "FILE"],
      '{"applications": []}',
      'the file has no list "users": the dump that Casdoor writes is needed',
    ],
    [["--from", "csv", "FILE"], "name,status\nx,0\n", "one of the columns id, openid, phone is needed"],
    [
      ["--from", "csv", "/nowhere/users.csv"],
      "",
      "/nowhere/users.csv cannot be read: stat /nowhere/users.csv: no such file or directory",
    ],
  ])("says why: %j", async (args, text, message) => {
    const service = started();
    const before = await written(service);
    const file = await exportFile(text);
    const filled = args.map((arg) => (arg === "FILE" ? file : arg));
    const { status, output } = await wechatAuth(service.dataDir, "import", ...filled);
    expect([status, output]).toEqual([
      2,
      `wechat-auth import: ${message.replace("FILE holds", `${file} holds`)}`,
    ]);
    expect(await written(service)).toEqual(before);
  });
});

test("an import into a database that has not been migrated yet says what to do", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "kit-command-"));
  const { status, output } = await wechatAuth(
    dataDir,
    "import",
    "--from",
    "csv",
    await exportFile("id\n1\n"),
  );
  await rm(dataDir, { recursive: true });
  expect([status, output]).toEqual([
    2,
    "wechat-auth import: the database is not migrated: start PocketBase once, or run `pocketbase migrate up`",
  ]);
});
