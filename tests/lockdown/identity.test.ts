import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import { registration } from "../support/service.ts";
import { inWords, post } from "./table.ts";
import { allLogRows } from "../support/log-rows.ts";
import { type Mailbox, startMailbox } from "./mailbox.ts";
import { createVictim, sendWith, type Victim } from "../support/native-roles.ts";

const USERS = "/api/collections/tbl_auth_users";

/** Whatever a client may hope to set along with what it may. */
const PRIVILEGED = {
  id: "chosenbyclient1",
  pb_id: "chosenbyclient1",
  openid: "chosen-openid",
  users_wx_openid: "chosen-openid",
  users_idtype: "WeChat",
  users_status: 7,
  users_rank_level: 9,
  users_auth_type: 3,
  users_convers_id: "chosen",
  users_id: "chosen",
  users_avatar: "chosen.png",
  email: "chosen@manage.local",
  emailVisibility: true,
  verified: true,
  tokenKey: "k".repeat(50),
  passwordHash: "$2a$10$abcdefghijklmnopqrstuv",
  created: "2000-01-01 00:00:00.000Z",
  updated: "2000-01-01 00:00:00.000Z",
  collectionId: "_superusers",
  collectionName: "_superusers",
  expand: { company: {} },
  "users_rank_level+": 5,
  "users_name+": "x",
  "users_avatar-": "x",
};

describe("mass assignment", () => {
  const service = ownService();

  const row = async (id: string) =>
    (await service().admin.sql(`SELECT * FROM tbl_auth_users WHERE id = '${id}'`))[0];

  /** What the service alone decides; texts, because that is how the database's rows come. */
  const untouched = {
    users_status: "0",
    users_rank_level: "0",
    users_auth_type: "0",
    users_convers_id: "",
    users_id: "",
    users_avatar: "",
    emailVisibility: "0",
    verified: "0",
  };

  function expectNothingChosen(stored: { [column: string]: unknown } | undefined): void {
    expect(stored).toMatchObject(untouched);
    expect(JSON.stringify(stored)).not.toMatch(/chosen|kkkkk|2000-01-01/);
  }

  test("at registration nothing but the declared fields is stored", async () => {
    const { body } = await service().call("platformRegister", { body: { ...registration(), ...PRIVILEGED } });
    const stored = await row(body.record.id);
    expectNothingChosen(stored);
    expect(stored).toMatchObject({
      users_idtype: "ManagePlatform",
      users_type: "注册用户",
      users_name: "测试用户",
      email: `${body.record.openid}@manage.local`,
    });
  });

  test("at a first WeChat login nothing but the openid is stored", async () => {
    const { code, openid } = service().sandbox.mintLoginCode();
    const { body } = await service().call("wechatLogin", {
      body: { ...PRIVILEGED, ...registration(), users_wx_code: code },
    });
    const stored = await row(body.record.id);
    expectNothingChosen(stored);
    expect(stored).toMatchObject({ openid, users_idtype: "WeChat", users_type: "游客", email: "" });
    expect(stored).toMatchObject({ users_name: "", users_phone: "", users_picture: "" });
  });

  test("a profile stores name, phone and picture, and leaves the rest as it was", async () => {
    const { id, token } = await service().wechatUser();
    const before = await row(id);
    const { code, phone } = service().sandbox.mintPhoneCode({ phone: "13912345678" });
    const users_picture = "https://example.com/a.png";
    await service().call("wechatProfile", {
      token,
      body: {
        ...PRIVILEGED,
        password: "chosen-password-1",
        users_phone: "13800000000",
        users_name: "小明",
        users_phone_code: code,
        users_picture,
      },
    });
    const { updated, ...after } = (await row(id)) ?? {};
    const { updated: earlier, ...rest } = before ?? {};
    expect(updated).not.toBe(earlier);
    expect(after).toEqual({
      ...rest,
      users_name: "小明",
      users_phone: phone,
      users_picture,
      users_phone_verified_at: expect.stringMatching(/^20\d\d-/),
      users_type: "注册用户",
    });
  });
});

describe("e-mail", () => {
  const service = ownService();
  let mailbox: Mailbox;
  let victim: Victim;
  beforeAll(async () => {
    mailbox = await startMailbox();
    victim = await createVictim(service());
    const smtp = { enabled: true, host: "127.0.0.1", port: mailbox.port, tls: false };
    await service().admin.settings({ smtp });
  });
  afterAll(() => mailbox.close());

  /** A token as PocketBase mails it. */
  async function mailedToken(kind: "emailChange" | "verification", claims: object): Promise<string> {
    const [row] = await service().admin.sql<{ key: string; collection: string }>(
      `SELECT u.tokenKey || json_extract(c.options, '$.${kind}Token.secret') AS key, c.id AS collection
        FROM tbl_auth_users u, _collections c WHERE c.name = 'tbl_auth_users' AND u.id = '${victim.id}'`,
    );
    const exp = Math.floor(Date.now() / 1000) + 600;
    const payload = { type: kind, id: victim.id, collectionId: row?.collection, exp, ...claims };
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(payload)}`;
    return `${signed}.${createHmac("sha256", row?.key ?? "")
      .update(signed)
      .digest("base64url")}`;
  }

  test("is not changed even by a token and a password that are right", async () => {
    const claims = { email: victim.email, newEmail: "stolen@manage.local" };
    const token = await mailedToken("emailChange", claims);
    const body = { token, password: victim.password };
    const answer = await sendWith(service(), victim.token, post(`${USERS}/confirm-email-change`, body));
    expect(inWords(answer)).toBe("403 The e-mail of this collection's users cannot be changed.");
    expect(await service().admin.user(victim.id)).toMatchObject({ email: victim.email, verified: false });

    // The token was right: another of its kind does what it says.
    const verification = await mailedToken("verification", { email: victim.email });
    await sendWith(service(), undefined, post(`${USERS}/confirm-verification`, { token: verification }));
    expect(await service().admin.user(victim.id)).toMatchObject({ email: victim.email, verified: true });
  });

  test("goes to real addresses alone, never to a placeholder", async () => {
    const { fields } = await service().admin.request<{ fields: { name: string }[] }>("GET", USERS);
    const free = fields.map((field) => (field.name === "email" ? { ...field, onlyDomains: [] } : field));
    await service().admin.collection("tbl_auth_users", { fields: free });
    const real = await createVictim(service());
    await service().admin.updateUser(real.id, { email: "real@example.com" });
    await service().admin.updateUser(victim.id, { verified: false });

    for (const route of ["request-password-reset", "request-verification", "request-email-change"])
      for (const email of [victim.email, victim.email.toUpperCase(), "real@example.com"])
        await sendWith(
          service(),
          real.token,
          post(`${USERS}/${route}`, { email, newEmail: "new@example.com" }),
        );

    await mailbox.has(2);
    const rows = await allLogRows(service());
    expect(mailbox.mails.map(({ to }) => to)).toEqual([["real@example.com"], ["real@example.com"]]);
    const dropped = rows.filter(({ message }) => message === "a mail to a placeholder address was not sent");
    expect(dropped).toHaveLength(2);
    expect(JSON.stringify(dropped)).not.toContain("eyJ");
  });
});
