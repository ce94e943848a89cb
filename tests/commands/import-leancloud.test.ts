import { describe, expect, test } from "vitest";
import {
  freshOpenid,
  jsonLines,
  LEANCLOUD_VECTOR,
  leancloudPassword,
  leancloudUser,
  leancloudWechat,
  SECRETS,
} from "../support/exports.ts";
import { appidOf, exportFile, importFile, wechatLogin, written } from "../support/importing.ts";
import { platformLogin } from "../support/passwords.ts";
import { ownService } from "../support/scenarios.ts";
import { freshPhone } from "../support/service.ts";

describe("an export of LeanCloud", () => {
  const started = ownService();

  test("comes in whole, once, whatever state its lines are in", async () => {
    const service = started();
    const [openid, both, phone] = [freshOpenid(), freshOpenid(), freshPhone()];
    const phoneOfBoth = freshPhone();
    const wechat = leancloudUser({
      username: "vd4bjc0gmgj9i2fi5iswj8jl0",
      nickName: "小明🎉",
      avatarUrl: "https://thirdwx.qlogo.cn/a/132",
      authData: leancloudWechat(openid, "unionid-1"),
      city: "深圳",
    });
    const platform = leancloudUser({
      username: "王五",
      mobilePhoneNumber: `+86${phone}`,
      mobilePhoneVerified: true,
      email: "wang@example.com",
      updatedAt: { __type: "Date", iso: "2024-01-01T00:00:00.000Z" },
      ...leancloudPassword(),
    });
    const joined = leancloudUser({
      mobilePhoneNumber: phoneOfBoth,
      authData: { ...leancloudWechat(both), anonymous: { id: "x" }, weixin: { openid: "other-app" } },
      ...leancloudPassword(),
    });
    const anonymous = leancloudUser({ authData: { anonymous: { id: "x" } } });
    const large = leancloudUser({ authData: leancloudWechat(freshOpenid()), diary: "长".repeat(3_500_000) });
    const lines = [
      wechat,
      platform,
      "",
      joined,
      anonymous,
      large,
      "{ no JSON",
      leancloudUser({ objectId: "" }),
    ];
    const text = `\ufeff${jsonLines(lines, "\r\n")}${JSON.stringify(leancloudUser()).slice(0, 60)}`;
    const file = await exportFile(text);

    const first = await importFile(service, "leancloud", file);
    expect(first.summary).toBe("8 entries: 4 imported, 0 updated, 0 unchanged, 4 skipped, 0 refused");
    expect(first.status).toBe(1);
    expect(first.files).toEqual(["export.jsonl", "export.jsonl.map.csv", "export.jsonl.report.txt"]);
    expect(first.report.split("\n").slice(0, -1)).toEqual([
      first.summary,
      "skipped, by reason:",
      "  no_way_in: 1",
      "  not_json: 1",
      "  id_missing: 1",
      "  cut_off: 1",
      "did not come along:",
      "  column:city: 1",
      "  email: 1",
      "  auth_data:weixin: 1",
      "  column:diary: 1",
      "",
      `entry 5 (${anonymous.objectId}): skipped: no_way_in`,
      "entry 7: skipped: not_json",
      "entry 8: skipped: id_missing",
      "entry 9: skipped: cut_off",
    ]);

    const recordOf = (user: { [key: string]: unknown }) => first.map.get(String(user.objectId)) ?? "";
    expect([...first.map.keys()]).toEqual([wechat, platform, joined, large].map(({ objectId }) => objectId));
    expect(await service.admin.user(recordOf(wechat))).toMatchObject({
      openid,
      users_id: wechat.objectId,
      users_idtype: "WeChat",
      users_type: "游客",
      users_name: "小明🎉",
      users_picture: "https://thirdwx.qlogo.cn/a/132",
      users_phone: "",
      created: "2019-03-04 05:06:07.890Z",
      updated: "2024-05-06 07:08:09.010Z",
    });
    expect(await service.admin.user(recordOf(platform))).toMatchObject({
      openid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      users_idtype: "ManagePlatform",
      users_type: "注册用户",
      users_name: "王五",
      users_phone: phone,
      users_phone_verified_at: "2024-01-01 00:00:00.000Z",
      updated: "2024-01-01 00:00:00.000Z",
    });
    expect(await service.admin.user(recordOf(joined))).toMatchObject({
      users_idtype: "ManagePlatform",
      users_phone: phoneOfBoth,
      users_phone_verified_at: "",
    });
    expect(
      await service.admin.sql(
        `SELECT appid, openid FROM tbl_auth_identities WHERE user = '${recordOf(joined)}'`,
      ),
    ).toEqual([{ appid: appidOf(service), openid: both }]);

    const before = await written(service);
    const dump = JSON.stringify(before);
    for (const secret of [SECRETS.session, SECRETS.token, LEANCLOUD_VECTOR.hash]) {
      expect(dump).not.toContain(secret);
      expect(first.report + first.output).not.toContain(secret);
    }
    const second = await importFile(service, "leancloud", file);
    expect(second.summary).toBe("8 entries: 0 imported, 0 updated, 4 unchanged, 4 skipped, 0 refused");
    expect(await written(service)).toEqual(before);
    expect(second.map).toEqual(first.map);

    const login = await wechatLogin(service, openid);
    expect(login.body.record.id).toBe(recordOf(wechat));
    expect(login.body.meta.data).toMatchObject({ status: "login_success", user: { users_name: "小明🎉" } });
    expect((await wechatLogin(service, both)).body.record.id).toBe(recordOf(joined));
    const byPassword = await platformLogin(service, phone, LEANCLOUD_VECTOR.password);
    expect(byPassword.body.record.id).toBe(recordOf(platform));
  });
});

describe("an import that is only rehearsed", () => {
  const started = ownService();

  test("says what it would do, and writes neither a record nor a file", async () => {
    const service = started();
    const file = await exportFile(
      jsonLines([leancloudUser({ authData: leancloudWechat(freshOpenid()) }), leancloudUser()]),
    );
    const before = await written(service);
    const { status, output, files } = await importFile(service, "leancloud", file, "--dry-run");
    expect([status, output.split("\n").slice(1)]).toEqual([
      1,
      [
        "2 entries: 1 to be imported, 0 to be updated, 0 unchanged, 1 to be skipped, 0 refused",
        "skipped, by reason:",
        "  no_way_in: 1",
        "nothing was written (--dry-run)",
      ],
    ]);
    expect(files).toEqual(["export.jsonl"]);
    expect(await written(service)).toEqual(before);
  });
});
