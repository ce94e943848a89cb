import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { projectRoot } from "../../scripts/server-process.ts";
import { POOLS } from "../support/at-once.ts";
import { allLogRows } from "../support/log-rows.ts";
import { nativeLogin } from "../support/native-routes.ts";
import { ownService } from "../support/scenarios.ts";
import { type Service, startService } from "../support/service.ts";
import { BEHAVIOUR, choose, CHOSEN } from "./support.ts";

const OURS = "wechat_auth.pb.js";
const WRONG = "wrong-password-1";
const NATIVE_REFUSAL = { status: 400, message: "Failed to authenticate.", data: {} };

/** A hook of an operator's on PocketBase's password route; it counts the attempts that it has seen. */
const OWN = `${BEHAVIOUR}
routerAdd("GET", "/api/own/seen", (e) => e.json(200, { seen: $app.store().get("own:seen") ?? 0 }));
onRecordAuthWithPasswordRequest((e) => {
  $app.store().setFunc("own:seen", (seen) => (seen ?? 0) + 1);
  switch (${CHOSEN}) {
    case "refuses": throw new BadRequestError("验证码错误");
    case "knows phones":
      if (!e.record) e.record = e.app.findFirstRecordByData("tbl_auth_users", "users_phone", e.identity);
      break;
    case "knows older passwords":
      if (e.password === "an-older-password") {
        e.record.setPassword(e.password);
        e.app.save(e.record);
      }
      break;
  }
  return e.next();
}, "tbl_auth_users");
`;

const ourText = await readFile(join(projectRoot, "pb_hooks", OURS), "utf8");

/** PocketBase loads the files in any order; within one file the order is the file's. */
const ORDERS: [order: string, files: { [file: string]: string }][] = [
  ["ahead of ours", { [OURS]: OWN + ourText }],
  ["behind ours", { [OURS]: ourText + OWN }],
];

async function seen(service: Service): Promise<number> {
  const { seen } = (await (await fetch(`${service.url}/api/own/seen`)).json()) as { seen: number };
  return seen;
}

describe.each(POOLS)("a hook of an operator's on PocketBase's password route %s", (_title, pool) => {
  describe.each(ORDERS)("that is registered %s", (_order, files) => {
    const started = ownService({ ...pool, hooks: files });
    let service: Service;
    let account: Awaited<ReturnType<Service["platformUser"]>>;
    beforeAll(() => {
      service = started();
    });
    beforeEach(async () => {
      await choose(service, "");
      account = await service.platformUser();
    });
    const signIn = (password = account.password, name = `${account.openid}@manage.local`) =>
      nativeLogin(service, name, password);

    test("sees every attempt, right or wrong, and of strangers", async () => {
      const before = await seen(service);
      expect((await signIn()).status).toBe(200);
      expect((await signIn(WRONG)).body).toEqual(NATIVE_REFUSAL);
      expect((await signIn(WRONG, "nobody@manage.local")).body).toEqual(NATIVE_REFUSAL);
      expect((await seen(service)) - before).toBe(3);
    });

    test("refuses in its own words, which count as no wrong password", async () => {
      await choose(service, "refuses");
      const words = { status: 400, message: "验证码错误.", data: {} };
      for (let i = 0; i < 7; i++) expect((await signIn()).body).toEqual(words);
      for (let i = 0; i < 7; i++)
        expect((await signIn(WRONG, `stranger-${account.id}@manage.local`)).body).toEqual(words);
      await choose(service, "");
      expect((await signIn()).status).toBe(200);
    });

    test("may know people by another name, under the same lock", async () => {
      await choose(service, "knows phones");
      expect((await signIn(account.password, account.phone)).body.record.id).toBe(account.id);
      const statuses = [];
      for (let i = 0; i < 6; i++) statuses.push((await signIn(WRONG, account.phone)).status);
      expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
    });

    test("may know a password better, time and again", async () => {
      await choose(service, "knows older passwords");
      for (let i = 0; i < 7; i++) expect((await signIn("an-older-password")).status).toBe(200);
    });

    test("does not loosen the lock: 5 of 30 wrong passwords at once are answered, and then no right one", async () => {
      const answers = await Promise.all(Array.from({ length: 30 }, () => signIn(WRONG)));
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([...Array(5).fill(400), ...Array(25).fill(429)]);
      expect((await signIn()).status).toBe(429);
    });
  });

  test("in a file of its own is never skipped, at whichever start", async () => {
    const service = await startService({ ...pool, hooks: { "own.pb.js": OWN } });
    try {
      const { openid, password } = await service.platformUser();
      for (let start = 0; start < 6; start++) {
        await service.restart();
        expect((await nativeLogin(service, `${openid}@manage.local`, password)).status).toBe(200);
        expect(await seen(service)).toBe(1);
        await choose(service, "refuses");
        expect((await nativeLogin(service, `${openid}@manage.local`, password)).body.message).toBe(
          "验证码错误.",
        );
      }
      const errors = (await allLogRows(service)).filter(({ level }) => level === 8);
      // PocketBase's own request log says each refusal; ours adds none.
      expect(errors.filter(({ message }) => message.startsWith("sign-in"))).toEqual([]);
    } finally {
      await service.close();
    }
  });
});
