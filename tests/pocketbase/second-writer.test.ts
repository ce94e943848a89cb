/**
 * A second process that writes to the same database file, such as a replication's checkpoint, a backup or a command
 * line. Each operation that reads and then writes takes the write lock first: nobody commits in between.
 */
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ServerProcess, startServer } from "../../scripts/server-process.ts";
import { atOnce, outcomeOf, tally } from "../support/at-once.ts";
import { Admin } from "../support/admin.ts";
import { freshPhone, registration, SUPERUSER, type Service, startService } from "../support/service.ts";

/** Of an operator: stops between what an operation has read and what it is about to write. */
const PAUSE_HOOK = `
onRecordCreate((e) => { $http.send({ url: $os.getenv("PAUSE_URL"), timeout: 60 }); e.next(); }, "tbl_auth_users");
onRecordUpdate((e) => { $http.send({ url: $os.getenv("PAUSE_URL"), timeout: 60 }); e.next(); }, "tbl_auth_users");
`;

/** Changes nothing that anybody reads. No waiting: whether the lock is free is told at once. */
const WRITE =
  "PRAGMA busy_timeout = 0; INSERT OR REPLACE INTO _params (id, value) VALUES ('second_writer', hex(randomblob(8)))";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let service: Service;
let second: ServerProcess;
let secondAdmin: Admin;
let pause: Server;
let noHooks: string;
/** What the second process got in each pause. */
let attempts: string[] = [];
/** Whether it tries in the pauses. */
let tries = false;

async function write(): Promise<string> {
  try {
    await secondAdmin.sql(WRITE);
    return "written";
  } catch (error) {
    return /database is locked/.test(String(error)) ? "locked out" : String(error);
  }
}

beforeAll(async () => {
  pause = createServer((_request, response) => {
    const attempt = tries ? write() : Promise.resolve("");
    void attempt.then((outcome) => {
      if (tries) attempts.push(outcome);
      response.end();
    });
  }).listen(0, "127.0.0.1");
  await once(pause, "listening");
  const { port } = pause.address() as AddressInfo;
  service = await startService({
    hooks: { "pause.pb.js": PAUSE_HOOK },
    env: { PAUSE_URL: `http://127.0.0.1:${port}/`, WECHAT_CODE_REPEAT_SECONDS: "0" },
  });
  noHooks = await mkdtemp(join(tmpdir(), "no-hooks-"));
  second = await startServer({ dataDir: service.dataDir, hooksDir: noHooks });
  secondAdmin = new Admin(() => second.url, SUPERUSER);
});
afterAll(async () => {
  await second.stop();
  await service.close();
  pause.close();
  await rm(noHooks, { recursive: true });
});
beforeEach(() => {
  tries = false;
  attempts = [];
});

const loginCode = (user: string) => ({
  body: { users_wx_code: service.sandbox.mintLoginCode({ user }).code },
});
const profile = () => ({
  users_name: "甲",
  users_phone_code: service.sandbox.mintPhoneCode({ phone: freshPhone() }).code,
  users_picture: "https://example.com/1.png",
});
const picture = () => {
  const form = new FormData();
  form.append("file", new Blob([PNG], { type: "image/png" }), "a.png");
  return form;
};

/** Every operation that reads and then writes. */
const OPERATIONS: [name: string, prepare: (serial: number) => Promise<() => Promise<string>>][] = [
  [
    "wechatLogin of somebody new",
    async (serial) => async () => outcomeOf(await service.call("wechatLogin", loginCode(`second-${serial}`))),
  ],
  [
    "platformRegister",
    async () => async () => outcomeOf(await service.call("platformRegister", { body: registration() })),
  ],
  [
    "wechatProfile",
    async () => {
      const { token } = await service.wechatUser();
      return async () => outcomeOf(await service.call("wechatProfile", { token, body: profile() }));
    },
  ],
  [
    "wechatAvatar",
    async () => {
      const { token } = await service.wechatUser();
      return async () => outcomeOf(await service.call("wechatAvatar", { token, body: picture() }));
    },
  ],
];

describe("a second process on the database", () => {
  test("is not locked out while nothing is written", async () => {
    expect(await write()).toBe("written");
  });

  test.each(OPERATIONS)(
    "cannot write between what %s has read and what it writes",
    async (_name, prepare) => {
      const run = await prepare(1);
      tries = true;
      expect(await run()).toBe("200");
      expect(attempts).toEqual(["locked out"]);
      expect(await write()).toBe("written");
    },
  );

  const adopting: (typeof OPERATIONS)[number] = [
    "wechatLogin of somebody whose row is missing",
    async (serial) => {
      const { id } = await service.wechatUser(`adopted-${serial}`);
      await service.admin.sql(`DELETE FROM tbl_auth_identities WHERE user = '${id}'`);
      return async () => outcomeOf(await service.call("wechatLogin", loginCode(`adopted-${serial}`)));
    },
  ];

  test.each([...OPERATIONS, adopting])(
    "that writes all the time makes no %s fail",
    async (_name, prepare) => {
      const runs = await Promise.all(Array.from({ length: 20 }, (_, serial) => prepare(100 + serial)));
      let done = false;
      const writer = (async () => {
        let writes = 0;
        for (; !done; writes++) await write();
        return writes;
      })();
      const outcomes = await atOnce(runs.length, (serial) => (runs[serial] as () => Promise<string>)());
      done = true;
      expect(tally(outcomes)).toEqual({ 200: 20 });
      expect(await writer).toBeGreaterThan(0);
    },
  );
});
