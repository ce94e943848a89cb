/** A first login that found nobody, and by the time it may write somebody has the account. */
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Service, startService } from "../support/service.ts";
import { appidOf, identitiesOf, TWO_APPS, visit } from "./support.ts";

/** Of an operator: gives the holder a second account, and keeps the writer until told. */
const LINKING_HOOK = `
onRecordCreate((e) => {
  if (e.record.getString("openid") === "holder") {
    e.app.db()
      .newQuery("INSERT INTO tbl_auth_identities (appid, openid, user) VALUES ({:appid}, 'late', {:user})")
      .bind({ appid: $os.getenv("WECHAT_APPID").split(",")[1], user: e.record.id })
      .execute();
    $http.send({ url: $os.getenv("PAUSE_URL"), timeout: 60 });
  }
  e.next();
}, "tbl_auth_users");
`;

let pause: Server;
let service: Service;

beforeAll(async () => {
  pause = createServer().listen(0, "127.0.0.1");
  await once(pause, "listening");
  const { port } = pause.address() as AddressInfo;
  service = await startService({
    ...TWO_APPS,
    hooks: { "linking.pb.js": LINKING_HOOK },
    env: { ...TWO_APPS.env, PAUSE_URL: `http://127.0.0.1:${port}/` },
  });
});
afterAll(async () => {
  await service.close();
  pause.close();
});

test("signs in as the user who has got the account meanwhile, and makes nobody", async () => {
  const before = await service.admin.countUsers();
  const paused = once(pause, "request") as Promise<[unknown, ServerResponse]>;
  const first = visit(service, { openid: "holder" });
  const [, release] = await paused;

  const second = visit(service, { openid: "late", app: 1 });
  await service.sandbox.waitForRequest(({ appid }) => appid === appidOf(service, 1));
  // So long that it has looked and waits for the writer; one that looks later than that sees the row and passes too.
  for (let i = 0; i < 20; i++) await service.call("usersCount");
  release.end();

  const { body: holder } = await first;
  const { body: late } = await second;
  expect([holder.meta.data.status, late.meta.data.status]).toEqual(["register_success", "login_success"]);
  expect(late.record.id).toBe(holder.record.id);
  expect(await service.admin.countUsers()).toBe(before + 1);
  expect(await identitiesOf(service, holder.record.id)).toEqual(["holder@0", "late@1"]);
});
