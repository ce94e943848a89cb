import { describe, expect, it } from "vitest";
import { exchange, fetchPhone, fetchToken, json, openSandbox, send } from "./support.ts";

const JSON_TYPE = "application/json; charset=utf-8";

describe("minting over HTTP", () => {
  it.each([
    { name: "the query", path: "/sandbox/login-codes?user=alice&unionid=oU", body: undefined },
    { name: "a JSON body", path: "/sandbox/login-codes", body: '{"user":"alice","unionid":"oU"}' },
    { name: "both", path: "/sandbox/login-codes?user=alice", body: '{"unionid":"oU"}' },
  ])("gives a login code that works, asked by $name", async ({ path, body }) => {
    const { sandbox } = await openSandbox();
    const answer = await send("POST", sandbox.url + path, body);
    const minted = json(answer);
    const { openid } = sandbox.mintLoginCode({ user: "alice" });
    expect(answer).toMatchObject({ status: 200, type: JSON_TYPE });
    expect(answer.text).toBe(`${JSON.stringify(minted, null, 2)}\n`);
    expect(minted).toEqual({ code: expect.any(String), openid, unionid: "oU", expires_in: 300 });
    expect(json(await exchange(sandbox, String(minted.code)))).toMatchObject({ openid, unionid: "oU" });
  });

  it("reads a query with a question mark in a value whole", async () => {
    const { sandbox } = await openSandbox();
    const minted = json(await send("POST", `${sandbox.url}/sandbox/login-codes?user=who?`));
    expect(minted.openid).toBe(sandbox.mintLoginCode({ user: "who?" }).openid);
  });

  it("gives a login code for somebody new when nothing is said", async () => {
    const { sandbox } = await openSandbox();
    const minted = json(await send("POST", `${sandbox.url}/sandbox/login-codes`));
    expect(minted).toEqual({
      code: expect.any(String),
      openid: expect.stringMatching(/^o.{27}$/),
      expires_in: 300,
    });
  });

  it("gives a phone code that works", async () => {
    const { sandbox } = await openSandbox();
    const answer = await send("POST", `${sandbox.url}/sandbox/phone-codes?phone=13800138000`);
    const minted = json(answer);
    expect(answer.status).toBe(200);
    expect(minted).toEqual({
      code: expect.stringMatching(/^[0-9a-f]{64}$/),
      phone: "13800138000",
      expires_in: 300,
    });
    const token = String(json(await fetchToken(sandbox)).access_token);
    expect(json(await fetchPhone(sandbox, token, minted.code))).toMatchObject({
      phone_info: { purePhoneNumber: "13800138000", countryCode: "86" },
    });
  });
});

describe("faults over HTTP", () => {
  it("are set, listed, counted down and cleared", async () => {
    const { sandbox } = await openSandbox();
    const url = `${sandbox.url}/sandbox/faults`;
    const fault = { endpoint: "stable_token", kind: "errcode", errcode: -1, times: 2, consume: false };
    const input = JSON.stringify({ endpoint: "stable_token", kind: "errcode", errcode: -1, times: 2 });
    expect(json(await send("POST", url, input))).toEqual(fault);
    expect(json(await fetchToken(sandbox)).errcode).toBe(-1);
    expect(json(await send("GET", url))).toEqual({ faults: [{ ...fault, times: 1 }] });
    expect(json(await send("DELETE", url))).toEqual({ faults: [] });
    expect(json(await send("GET", url))).toEqual({ faults: [] });
    expect(json(await fetchToken(sandbox)).expires_in).toBe(7200);
  });

  it("let a hanging call go", async () => {
    const { sandbox } = await openSandbox();
    sandbox.setFault({ endpoint: "*", kind: "hang" });
    const held = fetchToken(sandbox);
    await sandbox.waitForRequest();
    expect(json(await send("POST", `${sandbox.url}/sandbox/faults/release`))).toEqual({ released: 1 });
    expect(json(await held).expires_in).toBe(7200);
  });
});

describe("tokens and requests over HTTP", () => {
  it("expires every access token", async () => {
    const { sandbox } = await openSandbox();
    const token = String(json(await fetchToken(sandbox)).access_token);
    expect(json(await send("POST", `${sandbox.url}/sandbox/tokens/expire`))).toEqual({ expired: true });
    expect(json(await fetchPhone(sandbox, token, "x")).errcode).toBe(42001);
  });

  it("lists and clears the calls received, its own routes not among them", async () => {
    const { sandbox } = await openSandbox();
    await fetchToken(sandbox);
    const requests = sandbox.requests();
    expect(json(await send("GET", `${sandbox.url}/sandbox/requests`))).toEqual({ requests });
    expect(requests).toHaveLength(1);
    expect(json(await send("DELETE", `${sandbox.url}/sandbox/requests`))).toEqual({ requests: [] });
    expect(sandbox.requests()).toEqual([]);
  });
});

describe("the help text", () => {
  it("lists curl lines for this sandbox in Chinese and English, every one of which is served", async () => {
    const { sandbox } = await openSandbox();
    const help = await send("GET", `${sandbox.url}/sandbox`);
    expect(help).toMatchObject({ status: 200, type: "text/plain; charset=utf-8" });
    expect(help.text).toContain("登录 code");
    expect(help.text).toContain("login code");
    expect(help.text).not.toContain(sandbox.secret);
    const lines = help.text.matchAll(/^ {2}curl (?:-X (\w+) )?'([^']+)'(?: -d '([^']+)')?$/gm);
    const statuses = [];
    for (const [, method = "GET", url = "", body] of lines)
      statuses.push((await send(method, url, body)).status);
    expect(statuses).toEqual(Array.from({ length: 16 }, () => 200));
    expect(help.text.match(/curl /g)).toHaveLength(16);
  });
});

describe("bad input", () => {
  const text128 = "must be text of 1 to 128 characters";
  const digits = "must be text of 4 to 15 digits, without calling code";
  const cases = [
    { path: "login-codes?user=", body: "", field: "user", rule: text128 },
    { path: "login-codes", body: '{"user":7}', field: "user", rule: text128 },
    { path: "login-codes", body: `{"openid":"${"o".repeat(129)}"}`, field: "openid", rule: text128 },
    { path: "login-codes", body: '{"unionid":null}', field: "unionid", rule: text128 },
    {
      path: "login-codes?user=a&openid=o",
      body: "",
      field: "openid",
      rule: "cannot go together with user, which has an openid of its own",
    },
    {
      path: "login-codes?name=a",
      body: "",
      field: "name",
      rule: "unknown field; known are user, openid, unionid, appid",
    },
    { path: "login-codes", body: "user=alice", field: "body", rule: "must be a JSON object" },
    { path: "login-codes", body: "[]", field: "body", rule: "must be a JSON object" },
    { path: "phone-codes", body: "", field: "phone", rule: digits },
    { path: "phone-codes?phone=%2B8613800138000", body: "", field: "phone", rule: digits },
    { path: "phone-codes", body: '{"phone":13800138000}', field: "phone", rule: digits },
    {
      path: "phone-codes?phone=13800138000&countryCode=china",
      body: "",
      field: "countryCode",
      rule: "must be 1 to 4 digits, as text or number",
    },
    {
      path: "faults",
      body: '{"endpoint":"*","kind":"hang","times":0}',
      field: "times",
      rule: "must be an integer from 1 to 1000000",
    },
  ];
  it.each(cases)("POST $path $body is 400 for $field", async ({ path, body, field, rule }) => {
    const { sandbox } = await openSandbox();
    const answer = await send("POST", `${sandbox.url}/sandbox/${path}`, body);
    expect(answer).toMatchObject({ status: 400, type: JSON_TYPE });
    expect(json(answer)).toEqual({ error: "bad_input", field, rule });
  });

  it("is refused by the methods in the same words", async () => {
    const { sandbox } = await openSandbox();
    expect(() => sandbox.mintPhoneCode({ phone: "abc" })).toThrow(`phone: ${digits}`);
    expect(() => sandbox.mintLoginCode({ user: "" })).toThrow(`user: ${text128}`);
  });

  it("over 64 KiB is 413", async () => {
    const { sandbox } = await openSandbox();
    const answer = await send("POST", `${sandbox.url}/cgi-bin/stable_token`, " ".repeat(64 * 1024 + 1));
    expect(answer).toMatchObject({ status: 413, type: JSON_TYPE });
    expect(json(answer)).toEqual({ error: "bad_input", field: "body", rule: "must be at most 64 KiB" });
    expect(sandbox.requests()).toEqual([]);
  });
});

describe("paths that are not there", () => {
  it.each(["/", "/cgi-bin/token", "/sandbox/", "/sandbox/codes"])("%s is 404", async (path) => {
    const { sandbox } = await openSandbox();
    const answer = await send("GET", sandbox.url + path);
    expect(answer).toMatchObject({ status: 404, type: JSON_TYPE });
    expect(json(answer)).toEqual({ error: "not_found", path, help: `${sandbox.url}/sandbox` });
  });

  it.each([
    ["PUT", "/sandbox/faults"],
    ["POST", "/sandbox"],
    ["GET", "/sandbox/login-codes"],
  ])("%s %s is 405", async (method, path) => {
    const { sandbox } = await openSandbox();
    const answer = await send(method, sandbox.url + path);
    expect(answer.status).toBe(405);
    expect(json(answer)).toEqual({ error: "method_not_allowed", method });
  });
});
