import { rm } from "node:fs/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  freshOpenid,
  type Json,
  jsonLines,
  LEANCLOUD_VECTOR,
  leancloudPassword,
  leancloudUser,
  leancloudWechat,
} from "../support/exports.ts";
import { appidOf, exportFile, importFile, wechatLogin } from "../support/importing.ts";
import { platformLogin } from "../support/passwords.ts";
import { ownService } from "../support/scenarios.ts";
import { freshPhone, hooksBesideOurs, type Service } from "../support/service.ts";

const on = (year: number) => ({
  createdAt: `${year}-01-01T00:00:00.000Z`,
  updatedAt: `${year}-06-01T00:00:00.000Z`,
});
const lines = async (...users: Json[]) => exportFile(jsonLines(users));
const phoneOf = async (service: Service, id = "") => (await service.admin.user(id)).users_phone;

describe("two of a file who share a value", () => {
  const started = ownService();
  const withPhone = (phone: string, year: number, proved = false) =>
    leancloudUser({
      mobilePhoneNumber: phone,
      mobilePhoneVerified: proved,
      ...leancloudPassword(),
      ...on(year),
    });

  test.each([
    ["the older one has the phone", "report", false, 0],
    ["the newer one has the phone where that is asked", "newest", false, 1],
    ["the one who proved the phone has it, whatever the age", "report", true, 1],
    ["the one who proved the phone has it, whatever is asked", "oldest", true, 1],
  ] as const)("%s", async (_, onDuplicate, newerProved, keeper) => {
    const service = started();
    const phone = freshPhone();
    const [older, newer] = [withPhone(`+86${phone}`, 2019), withPhone(phone, 2021, newerProved)];
    const people = [older, newer];
    const file = await lines(newer, older);
    const { map, report, status } = await importFile(
      service,
      "leancloud",
      file,
      "--on-duplicate",
      onDuplicate,
    );
    expect(status).toBe(1);
    const ids = people.map(({ objectId }) => String(objectId));
    const phones = await Promise.all(ids.map((id) => phoneOf(service, map.get(id))));
    expect(phones).toEqual(keeper === 0 ? [phone, ""] : ["", phone]);
    const masked = `${phone.slice(0, 3)}****${phone.slice(-4)}`;
    expect(report).toContain(
      `(${ids[1 - keeper]}): phone ${masked} is also that of ${ids[keeper]}: comes in without it`,
    );
    expect(report).not.toContain(phone);
    expect((await platformLogin(service, phone, LEANCLOUD_VECTOR.password)).body.record.id).toBe(
      map.get(ids[keeper] ?? ""),
    );
  });

  test.each([
    ["report", 0],
    ["oldest", 0],
    ["newest", 1],
  ])("an openid is that of one of them: %s", async (onDuplicate, keeper) => {
    const service = started();
    const openid = freshOpenid();
    const people = [2019, 2021].map((year) =>
      leancloudUser({ authData: leancloudWechat(openid), ...on(year) }),
    );
    const ids = people.map(({ objectId }) => String(objectId));
    const file = await lines(...people);
    const { map, report, summary } = await importFile(
      service,
      "leancloud",
      file,
      "--on-duplicate",
      onDuplicate,
    );
    expect(summary).toBe("2 entries: 1 imported, 0 updated, 0 unchanged, 1 skipped, 0 refused");
    expect([...map.keys()]).toEqual([ids[keeper]]);
    expect(report).toContain(`openid is also that of ${ids[keeper]}`);
    expect((await wechatLogin(service, openid)).body.record.id).toBe(map.get(ids[keeper] ?? ""));
  });

  test("a unionid is that of the older one; the newer one comes in without", async () => {
    const service = started();
    const people = [2021, 2019].map((year) =>
      leancloudUser({ authData: leancloudWechat(freshOpenid(), "shared-unionid"), ...on(year) }),
    );
    const { map } = await importFile(service, "leancloud", await lines(...people));
    expect(
      await service.admin.sql("SELECT id FROM tbl_auth_users WHERE users_unionid = 'shared-unionid'"),
    ).toEqual([{ id: map.get(String(people[1]?.objectId)) }]);
  });

  test("an id that stands there twice is that of the entry that was changed last", async () => {
    const service = started();
    const openid = freshOpenid();
    const late = leancloudUser({ authData: leancloudWechat(openid), nickName: "后来", ...on(2022) });
    const early = { ...late, nickName: "以前", ...on(2020) };
    const { map, summary } = await importFile(service, "leancloud", await lines(late, early));
    expect(summary).toContain("1 imported, 0 updated, 0 unchanged, 1 skipped");
    const user = await service.admin.user(map.get(String(late.objectId)) ?? "");
    expect(user.users_name).toBe("后来");
  });
});

describe("somebody of a file who is here already", () => {
  const started = ownService();

  test("as a WeChat user, keeps the record and gets what it lacks", async () => {
    const service = started();
    const [openid, phone] = [freshOpenid(), freshPhone()];
    const guest = (await wechatLogin(service, openid)).body.record.id;
    const person = leancloudUser({
      nickName: "老用户",
      mobilePhoneNumber: phone,
      authData: leancloudWechat(openid),
      ...leancloudPassword(),
    });
    const { map, summary } = await importFile(service, "leancloud", await lines(person));
    expect(summary).toContain("0 imported, 1 updated");
    expect(map.get(String(person.objectId))).toBe(guest);
    expect(await service.admin.user(guest)).toMatchObject({
      openid,
      users_name: "老用户",
      users_phone: phone,
      users_idtype: "ManagePlatform",
      created: "2019-03-04 05:06:07.890Z",
    });
    expect((await wechatLogin(service, openid)).body.record.id).toBe(guest);
    expect((await platformLogin(service, phone, LEANCLOUD_VECTOR.password)).body.record.id).toBe(guest);
  });

  test("with a phone that a newer record claims without proof gets it; with one that is proved does not", async () => {
    const service = started();
    const claimed = await service.platformUser();
    const [proved, openid] = [freshPhone(), freshOpenid()];
    const holder = (await wechatLogin(service, openid)).body;
    await service.admin.updateUser(holder.record.id, {
      users_phone: proved,
      users_phone_verified_at: "2026-01-01 00:00:00.000Z",
    });
    const people = [claimed.phone, proved].map((phone) =>
      leancloudUser({ mobilePhoneNumber: phone, ...leancloudPassword() }),
    );
    const { map, report } = await importFile(service, "leancloud", await lines(...people));
    const [one, other] = people.map(({ objectId }) => map.get(String(objectId)) ?? "");
    expect(await phoneOf(service, one)).toBe(claimed.phone);
    expect(await phoneOf(service, claimed.id)).toBe("");
    expect(await phoneOf(service, other)).toBe("");
    expect(await phoneOf(service, holder.record.id)).toBe(proved);
    expect(report).toContain(`is also that of the record ${claimed.id}: has it now`);
    expect(report).toContain(`is also that of the record ${holder.record.id}: comes in without it`);
  });

  test("takes over what a later export says, until they have changed it here", async () => {
    const service = started();
    const openid = freshOpenid();
    const first = leancloudUser({ nickName: "一", authData: leancloudWechat(openid), ...on(2020) });
    const { map } = await importFile(service, "leancloud", await lines(first));
    const id = map.get(String(first.objectId)) ?? "";
    const second = { ...first, nickName: "二", ...on(2020), updatedAt: "2024-01-01T00:00:00.000Z" };
    const later = await importFile(service, "leancloud", await lines(second));
    expect(later.summary).toContain("0 imported, 1 updated");
    expect(await service.admin.user(id)).toMatchObject({
      users_name: "二",
      updated: "2024-01-01 00:00:00.000Z",
    });

    await service.admin.updateUser(id, { users_name: "自己改的" });
    const third = { ...second, nickName: "三", avatarUrl: "https://cdn.example.com/3.png" };
    expect((await importFile(service, "leancloud", await lines(third))).summary).toContain("1 updated");
    expect(await service.admin.user(id)).toMatchObject({
      users_name: "自己改的",
      users_picture: "https://cdn.example.com/3.png",
    });
  });

  test("and who has left is not brought back", async () => {
    const service = started();
    const openid = freshOpenid();
    const person = leancloudUser({ authData: leancloudWechat(openid) });
    const file = await lines(person);
    const { map } = await importFile(service, "leancloud", file);
    const id = map.get(String(person.objectId)) ?? "";
    const { token } = (await wechatLogin(service, openid)).body;
    const { code } = service.sandbox.mintLoginCode({ openid });
    const closed = await service.call("closeAccount", {
      token,
      body: { confirm: true, users_wx_code: code },
    });
    expect(closed.status).toBe(200);
    const again = await importFile(service, "leancloud", file);
    expect(again.report).toContain(`(${person.objectId}): skipped: gone_here`);
    expect(await service.admin.sql("SELECT * FROM tbl_auth_users WHERE users_id != ''")).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ users_id: person.objectId })]),
    );
    expect(
      await service.admin.sql(
        `SELECT * FROM tbl_auth_identities WHERE openid = '${openid}' AND appid = '${appidOf(service)}'`,
      ),
    ).toEqual([]);
    expect((await service.admin.user(id)).users_id).toBe("");
  });
});

describe("an operator's hook", () => {
  const started = ownService();
  const GATE = `onRecordCreate((e) => {
    if (e.record.getString("users_name") === "不欢迎") throw new BadRequestError("名字不合规");
    e.next();
  }, "tbl_auth_users");`;

  test("sees everybody, and may refuse one without keeping the others out", async () => {
    const service = started();
    const hooksDir = await hooksBesideOurs({ "gate.pb.js": GATE });
    onTestFinished(() => rm(hooksDir, { recursive: true, force: true }));
    const people = ["甲", "不欢迎", "乙"].map((nickName) =>
      leancloudUser({ nickName, authData: leancloudWechat(freshOpenid()) }),
    );
    const file = await lines(...people);
    const { status, report, summary } = await importFile(
      service,
      "leancloud",
      file,
      `--hooksDir=${hooksDir}`,
    );
    expect(summary).toBe("3 entries: 2 imported, 0 updated, 0 unchanged, 0 skipped, 1 refused");
    expect(status).toBe(1);
    expect(report).toContain(`entry 2 (${people[1]?.objectId}): refused: a hook: 名字不合规`);
  });
});
