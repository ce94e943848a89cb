import { describe, expect, test } from "vitest";
import {
  casdoorDump,
  casdoorHash,
  casdoorUser,
  freshOpenid,
  type Json,
  jsonLines,
  SECRETS,
  uniIdHash,
  uniIdUser,
} from "../support/exports.ts";
import { exportFile, importFile, wechatLogin, written } from "../support/importing.ts";
import { platformLogin } from "../support/passwords.ts";
import { ownService } from "../support/scenarios.ts";
import { freshPhone, type Service } from "../support/service.ts";

const PASSWORD = "correct-horse-7";

/** Imports a file twice: the second time changes nothing. @returns what the first time said */
async function twice(service: Service, from: string, file: string, people: number, skipped: number) {
  const first = await importFile(service, from, file);
  const all = people + skipped;
  expect(first.summary).toBe(
    `${all} entries: ${people} imported, 0 updated, 0 unchanged, ${skipped} skipped, 0 refused`,
  );
  const before = await written(service);
  for (const secret of Object.values(SECRETS)) expect(JSON.stringify(before)).not.toContain(secret);
  const second = await importFile(service, from, file);
  expect(second.summary).toBe(
    `${all} entries: 0 imported, 0 updated, ${people} unchanged, ${skipped} skipped, 0 refused`,
  );
  expect(await written(service)).toEqual(before);
  return first;
}

describe("an export of uni-id", () => {
  const started = ownService();

  test("comes in with states, marks and both forms of dates", async () => {
    const service = started();
    const [openid, phone] = [freshOpenid(), freshPhone()];
    const wechat = uniIdUser({
      nickname: "小红",
      avatar_file: { url: "https://cdn.example.com/h.png" },
      wx_openid: { mp___UNI__1234567: openid, h5: "o-of-another-app" },
      wx_unionid: "unionid-2",
      last_login_date: { $date: "2024-02-03T04:05:06Z" },
    });
    const disabled = uniIdUser({
      mobile: phone,
      mobile_confirmed: 1,
      status: 1,
      role: ["admin", "editor"],
      password: uniIdHash(PASSWORD),
      register_date: { $date: "2020-02-03T04:05:06.000Z" },
    });
    const waiting = uniIdUser({ wx_openid: { "mp-weixin": freshOpenid() }, status: 2 });
    const closed = uniIdUser({ wx_openid: { mp: freshOpenid() }, status: 4 });
    const file = await exportFile(jsonLines([wechat, disabled, waiting, closed]));
    const { map, report, status } = await twice(service, "uni-id", file, 3, 1);
    expect(status).toBe(1);
    expect(report).toContain(`entry 4 (${closed._id}): skipped: closed_at_source`);
    expect(report).toContain("roles, which are kept in the map file alone:\n  admin: 1\n  editor: 1\n");
    expect(report).toContain("  wx_openid:h5: 1\n");

    const user = (of: Json) => service.admin.user(map.get(String(of._id)) ?? "");
    expect(await user(wechat)).toMatchObject({
      openid,
      users_name: "小红",
      users_picture: "https://cdn.example.com/h.png",
      users_status: 0,
      created: "2020-01-01 00:00:00.000Z",
      updated: "2024-02-03 04:05:06.000Z",
    });
    expect(await user(disabled)).toMatchObject({
      users_status: -1,
      users_phone: phone,
      users_phone_verified_at: "2024-03-01 00:00:00.000Z",
      created: "2020-02-03 04:05:06.000Z",
    });
    expect((await wechatLogin(service, openid)).body.record.id).toBe(map.get(String(wechat._id)));
    expect((await platformLogin(service, phone, PASSWORD)).reason).toBe("account_disabled");
    const waitingOpenid = String((waiting.wx_openid as Json)["mp-weixin"]);
    expect((await wechatLogin(service, waitingOpenid)).reason).toBe("approval_pending");
  });
});

describe("a dump of Casdoor", () => {
  const started = ownService();

  test("gives the users of its list alone, whatever else stands in it", async () => {
    const service = started();
    const [openid, phone] = [freshOpenid(), freshPhone()];
    const wechat = casdoorUser({
      displayName: '引号 " 与 } 括号',
      wechat: openid,
      properties: { wechatOpenId: openid, wechatUnionId: "unionid-3" },
    });
    const platform = casdoorUser({
      phone,
      email: "li@example.com",
      passwordSalt: "salt",
      password: casdoorHash("sha256", PASSWORD, "salt"),
      roles: [{ owner: "team", name: "staff" }],
    });
    const forbidden = casdoorUser({
      phone: "91234567",
      countryCode: "HK",
      isForbidden: true,
      properties: { wechatOpenId: freshOpenid() },
    });
    const deleted = casdoorUser({ phone: freshPhone(), isDeleted: true });
    const file = await exportFile(casdoorDump([wechat, platform, forbidden, deleted]), "init_data_dump.json");
    const { map, report } = await twice(service, "casdoor", file, 3, 1);
    expect(report).toContain(`entry 4 (${deleted.id}): skipped: deleted_at_source`);

    const user = (of: Json) => service.admin.user(map.get(String(of.id)) ?? "");
    expect(await user(wechat)).toMatchObject({
      openid,
      users_name: '引号 " 与 } 括号',
      created: "2021-01-01 19:04:05.000Z",
    });
    expect(await user(forbidden)).toMatchObject({ users_phone: "+85291234567", users_status: -1 });
    expect((await wechatLogin(service, openid)).body.record.id).toBe(map.get(String(wechat.id)));
    expect((await platformLogin(service, phone, PASSWORD)).body.record.id).toBe(map.get(String(platform.id)));
  });

  test("whose passwords are masked is refused before anything is written", async () => {
    const service = started();
    const before = await written(service);
    const users = [
      casdoorUser({ phone: freshPhone() }),
      casdoorUser({ phone: freshPhone(), password: "***" }),
    ];
    const { status, output } = await importFile(service, "casdoor", await exportFile(casdoorDump(users)));
    expect([status, output]).toEqual([
      2,
      "wechat-auth import: the passwords are masked (***): this comes from Casdoor's API or pages; let Casdoor write the dump itself (-export)",
    ]);
    expect(await written(service)).toEqual(before);
  });
});

describe("a CSV file", () => {
  const started = ownService();

  /** A hash of this password, under the name by which PHP writes it. */
  async function bcrypt(service: Service, password: string): Promise<string> {
    const { id } = await service.platformUser({ password, passwordConfirm: password });
    const [row] = await service.admin.sql<{ password: string }>(
      `SELECT password FROM tbl_auth_users WHERE id = '${id}'`,
    );
    return (row?.password ?? "").replace(/^\$2a/, "$2y");
  }

  test("comes in by the names of its columns, quotes and line ends within cells included", async () => {
    const service = started();
    const [openid, phone] = [freshOpenid(), freshPhone()];
    const hash = await bcrypt(service, PASSWORD);
    const rows = [
      `id,openid,phone,phone_verified,name,status,created,password_bcrypt,users_level`,
      `1,${openid},,,"引号""与,逗号",0,2020-05-06 07:08:09,,VIP`,
      `2,,+86 ${phone},是,"两\r\n行",,1588748889,${hash},`,
      `3,${freshOpenid()},,,停用,-1,,,`,
      "4,too,few",
    ];
    const file = await exportFile(`\ufeff${rows.join("\r\n")}`, "users.csv");
    const { map } = await twice(service, "csv", file, 3, 1);
    const user = (id: string) => service.admin.user(map.get(id) ?? "");
    expect(await user("1")).toMatchObject({
      openid,
      users_id: "1",
      users_name: '引号"与,逗号',
      users_level: "VIP",
      created: "2020-05-06 07:08:09.000Z",
    });
    expect(await user("2")).toMatchObject({
      users_idtype: "ManagePlatform",
      users_phone: phone,
      users_name: "两\n行",
      created: "2020-05-06 07:08:09.000Z",
    });
    expect(await user("3")).toMatchObject({ users_status: -1 });
    expect((await platformLogin(service, phone, PASSWORD)).body.record.id).toBe(map.get("2"));
    expect((await wechatLogin(service, openid)).body.record.id).toBe(map.get("1"));
  });

  test("with a column that has no place is refused by its name, and nothing is written", async () => {
    const service = started();
    const before = await written(service);
    const file = await exportFile("id,openid,city,users_id_number\n1,o1,深圳,110101\n", "users.csv");
    const { status, output, files } = await importFile(service, "csv", file);
    expect(status).toBe(2);
    expect(output).toContain("there is no place for these columns: city, users_id_number.");
    expect(files).toEqual(["users.csv"]);
    expect(await written(service)).toEqual(before);
  });
});
