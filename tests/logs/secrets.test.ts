import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filesOf, leaks, type Secrets, secretsOfAll } from "../support/leaks.ts";
import { freshPhone, registration, type Service, startService } from "../support/service.ts";
import { strangeTokens } from "../support/tokens.ts";
import { EventStream } from "../support/event-stream.ts";
import { allLogRows, type LogRow } from "../support/log-rows.ts";
import { sendWith } from "../support/native-roles.ts";

const DEBUG = -4;

/** Everything at once that handles a secret, in success and in failure, with PocketBase telling all it can. */
describe("after everything that handles secrets, with debug lines on", () => {
  let service: Service;
  let rows: LogRow[];
  const known: Secrets = {};
  const phones: string[] = [];

  const keep = (what: string, text: string) => {
    known[`${what} (${Object.keys(known).length})`] = text;
    return text;
  };
  const loginCode = (user?: string) =>
    keep("a login code", service.sandbox.mintLoginCode(user ? { user } : {}).code);
  const phoneCode = (phone = newPhone()) =>
    keep("a phone code", service.sandbox.mintPhoneCode({ phone }).code);
  const newPhone = () => {
    const phone = freshPhone();
    phones.push(phone);
    return phone;
  };
  const login = (users_wx_code: string, query = "") =>
    service.call("wechatLogin", { body: { users_wx_code }, query });
  const profile = (token: string, users_phone_code: string) =>
    service.call("wechatProfile", {
      token,
      body: { users_name: "小明", users_phone_code, users_picture: "https://example.com/a.png" },
    });
  const platformLogin = (users_phone: string, password: string) =>
    service.call("platformLogin", { body: { users_phone, password: keep("a password", password) } });

  beforeAll(async () => {
    service = await startService({ env: { WECHAT_TIMEOUT_SECONDS: "1" } });
    await service.admin.settings({ logs: { minLevel: DEBUG, logIP: true, logAuthId: true } });
    const token = await signInAndOut();
    await faults(token);
    await nativeRoutes(token);
    await wechatIsGone(token);
    rows = await allLogRows(service);
  });
  afterAll(() => service?.close());

  async function signInAndOut(): Promise<string> {
    const code = loginCode("alice");
    const { body } = await login(code, `?users_wx_code=${code}&access_token=${code}`);
    const token = keep("a token", body.token);
    await login(code);
    await profile(token, phoneCode());
    await service.call("refreshToken", { token });
    await service.call("refreshToken", { body: { users_wx_code: loginCode("alice") } });
    await service.call("refreshToken", { headers: { authorization: `Bearer ${token}x` } });
    await service.call("wechatAvatar", { token, body: new FormData() });

    const password = keep("a password", "a-password-of-its-own-1");
    const phone = newPhone();
    const values = { users_phone: phone, password, passwordConfirm: password };
    await service.call("platformRegister", { body: registration(values) });
    await service.call("platformRegister", { body: registration(values) });
    await service.call("platformRegister", { body: JSON.stringify(registration(values)).slice(0, -2) });
    await platformLogin(phone, password);
    for (let attempt = 0; attempt < 7; attempt++)
      await platformLogin(phone, `guess-${attempt}-of-a-password`);
    await platformLogin(newPhone(), "a-password-for-nobody");
    return token;
  }

  async function faults(token: string): Promise<void> {
    const kinds = [
      "reset",
      "half",
      "html",
      "not_json",
      "empty",
      "wrong_types",
      "missing_fields",
      "hang",
    ] as const;
    for (const kind of kinds) {
      for (const endpoint of ["jscode2session", "getuserphonenumber"] as const) {
        service.sandbox.setFault({ endpoint, kind });
        await (endpoint === "jscode2session" ? login(loginCode()) : profile(token, phoneCode()));
        service.sandbox.clearFaults();
      }
    }
    for (const errcode of [-1, 40001, 40013, 40029, 40125, 40163, 40226, 45011, 99999]) {
      // WeChat's words quote what they were sent now and then.
      const errmsg = `bad ${service.sandbox.secret} ${service.sandbox.appid} rid: 0a1b2c3d-0a1b2c3d-0a1b2c3d`;
      service.sandbox.setFault({ endpoint: "*", kind: "errcode", errcode, errmsg });
      await login(loginCode());
      await profile(token, phoneCode());
      service.sandbox.clearFaults();
    }
    service.sandbox.expireTokens();
    await profile(token, phoneCode());
    service.sandbox.setFault({ endpoint: "getuserphonenumber", kind: "foreign_watermark", times: 1 });
    await profile(token, phoneCode());
  }

  async function nativeRoutes(token: string): Promise<void> {
    for (const make of Object.values(strangeTokens)) {
      const strange = keep("a token that does not count", await make(service));
      await service.call("refreshToken", { token: strange });
      await sendWith(service, strange, { method: "GET", path: "/api/collections/tbl_auth_users/records" });
    }
    const { openid, password, phone } = await service.platformUser({ users_phone: newPhone() });
    const path = "/api/collections/tbl_auth_users";
    const email = `${openid}@manage.local`;
    const calls: [route: string, body: object][] = [
      ["auth-with-password", { identity: email, password }],
      ["auth-with-password", { identity: email, password: keep("a password", "a-native-guess-1") }],
      ["auth-with-password", { identity: phone, password }],
      ["auth-refresh", {}],
      ["request-password-reset", { email }],
      ["confirm-password-reset", { token, password, passwordConfirm: password }],
      ["confirm-email-change", { token, password }],
      ["confirm-verification", { token }],
    ];
    for (const [route, body] of calls)
      await sendWith(service, token, { method: "POST", path: `${path}/${route}`, body });
    const stream = await EventStream.open(service.url);
    await stream.subscribe(["tbl_auth_users/*"], token);
    stream.close();
  }

  /** A refused connection, in which Go's error text quotes the URL: with secret and code, and with access token. */
  async function wechatIsGone(token: string): Promise<void> {
    await profile(token, phoneCode());
    await service.sandbox.close();
    expect((await login(loginCode())).reason).toBe("wechat_unavailable");
    expect((await profile(token, phoneCode())).reason).toBe("wechat_unavailable");
  }

  test("the log tells of all of it, down to PocketBase's own debug lines", () => {
    const operations = new Set(rows.map(({ data }) => data.operation));
    expect(operations).toEqual(
      new Set([
        undefined,
        "wechatLogin",
        "wechatProfile",
        "wechatAvatar",
        "refreshToken",
        "platformRegister",
        "platformLogin",
        "auth-with-password",
      ]),
    );
    const causes = rows.map(({ data }) => data.cause);
    expect(causes).toContain("/sns/jscode2session: connection refused");
    expect(causes).toContain("/wxa/business/getuserphonenumber: connection refused");
    expect(rows.map(({ level }) => level)).toContain(DEBUG);
    expect(rows.map(({ message }) => message)).toContain("loadAuthToken failure");
    expect(rows.filter(({ data }) => data.type === "request").length).toBeGreaterThan(10);
  });

  test("no line holds a secret, a code, a password, a token or a phone number", () => {
    const secrets = { ...secretsOfAll(service.sandbox), ...known };
    expect(phones.length).toBeGreaterThan(10);
    for (const phone of phones) secrets[`the phone ${phone}`] = phone;
    expect(leaks({ "the log": JSON.stringify(rows) }, secrets)).toEqual([]);
  });

  test("nor does what the process printed", () => {
    const secrets = { ...secretsOfAll(service.sandbox), ...known };
    expect(leaks({ output: service.server().output() }, secrets)).toEqual([]);
  });

  test("and the data folder holds none of WeChat's secrets, no code, no password and no token", async () => {
    await service.server().stop();
    const secrets = { ...secretsOfAll(service.sandbox), ...known };
    const files = filesOf(service.dataDir, "data.db", "auxiliary.db");
    expect(Object.keys(files)).toEqual(expect.arrayContaining(["data.db", "auxiliary.db"]));
    expect(leaks(files, secrets)).toEqual([]);
    // What is meant to be there is found.
    expect(leaks(files, { "a name": "测试用户" })).not.toEqual([]);
  });
});
