import { afterAll, beforeAll, expect, test } from "vitest";
import { allLogRows } from "../support/log-rows.ts";
import { type Service, startService } from "../support/service.ts";

const NIGHTLY = "wechat_auth_users_total";
const AT_START = "wechat_auth_users_total_at_start";

let service: Service;

beforeAll(async () => {
  service = await startService();
  await service.wechatUser();
  await service.wechatUser();
});
afterAll(() => service.close());

const jobs = async () =>
  (await service.admin.request<{ id: string }[]>("GET", "/api/crons")).map(({ id }) => id);
const runNow = (id: string) => service.admin.request("POST", `/api/crons/${id}`);
const total = async () => (await service.call("usersCount")).body.data.total_users as number;

/** A job is started by its request, and ends some time after the answer. */
const becomes = (wanted: number) => expect.poll(total, { timeout: 30_000 }).toBe(wanted);

test("the number of users is counted anew after a start, once", async () => {
  await service.admin.sql("UPDATE tbl_auth_users_total SET total = 40");
  await service.restart();
  expect(await total()).toBe(40);
  // Unless the minute is over by now, and PocketBase has run it.
  if ((await jobs()).includes(AT_START)) await runNow(AT_START);
  await becomes(2);
  await expect.poll(jobs, { timeout: 30_000 }).not.toContain(AT_START);
  expect(await jobs()).toContain(NIGHTLY);
});

test("and every night, a row that is gone included; one log line says what was wrong", async () => {
  await service.admin.sql("DELETE FROM tbl_auth_users_total");
  await runNow(NIGHTLY);
  await becomes(2);
  await service.wechatUser();
  expect(await total()).toBe(3);
  await runNow(NIGHTLY);
  const lines = (await allLogRows(service)).filter(({ message }) => message === "users_total_mended");
  expect(lines.map(({ level, message, data }) => ({ level, message, data }))).toEqual([
    { level: 4, message: "users_total_mended", data: { total: 40, users: 2 } },
    { level: 4, message: "users_total_mended", data: { total: -1, users: 2 } },
  ]);
});
