import { createDecipheriv, createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { type PushInput, SANDBOX_AES_KEY, SANDBOX_PUSH_TOKEN } from "../../sandbox/server.ts";
import { json, openSandbox, send, START_MS } from "./support.ts";

interface Received {
  method: string;
  type: string | undefined;
  path: string;
  query: { [name: string]: string };
  body: string;
}

async function read(request: IncomingMessage): Promise<Received> {
  let body = "";
  for await (const piece of request) body += piece;
  const url = new URL(request.url ?? "", "http://localhost");
  return {
    method: request.method ?? "",
    type: request.headers["content-type"],
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    body,
  };
}

/** An operator's server that notes what arrives; it answers `success`, or as told. */
async function openReceiver(answer: (received: Received) => string = () => "success") {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void read(request).then((each) => {
      received.push(each);
      response.end(answer(each));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/wechat/push` };
}

/** What a receiver computes. */
function signatureOf(
  token: string,
  { timestamp = "", nonce = "" }: Received["query"],
  ...more: string[]
): string {
  return createHash("sha1")
    .update([token, timestamp, nonce, ...more].sort().join(""))
    .digest("hex");
}

async function opened() {
  const { sandbox } = await openSandbox();
  const { received, url } = await openReceiver();
  const push = async (input: Omit<PushInput, "url" | "event"> = {}) => {
    const who = input.openid === undefined ? { user: "alice" } : {};
    const sent = await sandbox.push({ url, event: "user_authorization_revoke", ...who, ...input });
    const arrived = received.at(-1);
    if (arrived === undefined) throw new Error("nothing arrived");
    return { sent, arrived };
  };
  return { sandbox, received, url, push };
}

describe("a push", () => {
  it("arrives as JSON with WeChat's fields and a signed query, and the answer is told", async () => {
    const { sandbox, push } = await opened();
    const { sent, arrived } = await push({ revoke_info: "8" });
    const { openid } = sandbox.mintLoginCode({ user: "alice" });
    expect(arrived).toEqual({
      method: "POST",
      type: "application/json",
      path: "/api/wechat/push",
      query: {
        signature: signatureOf(SANDBOX_PUSH_TOKEN, arrived.query),
        timestamp: String(START_MS / 1000),
        nonce: expect.stringMatching(/^\d+$/),
      },
      body: expect.any(String),
    });
    expect(JSON.parse(arrived.body)).toEqual({
      ToUserName: `gh_${sandbox.appid.slice(2, 14)}`,
      FromUserName: expect.stringMatching(/^o.{27}$/),
      CreateTime: START_MS / 1000,
      MsgType: "event",
      Event: "user_authorization_revoke",
      OpenID: openid,
      AppID: sandbox.appid,
      RevokeInfo: "8",
    });
    expect(sent).toMatchObject({ id: 1, method: "POST", body: arrived.body, status: 200, answer: "success" });
  });

  it("is signed with the token it is given", async () => {
    const { push } = await opened();
    const { arrived } = await push({ token: "mine" });
    expect(arrived.query.signature).toBe(signatureOf("mine", arrived.query));
  });

  it("may be signed wrongly, or not at all", async () => {
    const { push } = await opened();
    const wrong = (await push({ signature: "wrong" })).arrived.query;
    expect(wrong.signature).toMatch(/^[0-9a-f]{40}$/);
    expect(wrong.signature).not.toBe(signatureOf(SANDBOX_PUSH_TOKEN, wrong));
    expect((await push({ signature: "missing" })).arrived.query).not.toHaveProperty("signature");
  });

  it("is about another app's user, somebody's openid, another time or sender, where it is told so", async () => {
    const { sandbox } = await openSandbox({ apps: 2 });
    const { received, url } = await openReceiver();
    const appid = sandbox.apps[1]?.appid ?? "";
    await sandbox.push({ url, event: "user_info_modified", user: "alice", appid });
    const options = { openid: "oGiven", create_time: 5, from: "oOther" };
    await sandbox.push({ url, event: "user_authorization_cancellation", ...options });
    expect(received.map(({ body }) => JSON.parse(body))).toMatchObject([
      {
        Event: "user_info_modified",
        AppID: appid,
        OpenID: sandbox.mintLoginCode({ user: "alice", appid }).openid,
        ToUserName: `gh_${appid.slice(2, 14)}`,
      },
      {
        Event: "user_authorization_cancellation",
        OpenID: "oGiven",
        CreateTime: 5,
        FromUserName: "oOther",
      },
    ]);
    expect(JSON.parse(received[0]?.body ?? "")).not.toHaveProperty("RevokeInfo");
  });

  it("may have blanks around its keys", async () => {
    const { push } = await opened();
    const { arrived } = await push({ openid: "oGiven", blanks: true });
    const fields = JSON.parse(arrived.body);
    expect(fields).toMatchObject({ " Event ": "user_authorization_revoke", " OpenID ": "oGiven" });
    expect(Object.keys(fields).every((name) => /^ \w+ $/.test(name))).toBe(true);
  });

  it("may be XML", async () => {
    const { sandbox, push } = await opened();
    const { arrived } = await push({ mode: "xml", openid: "oGiven", revoke_info: "8,19" });
    expect(arrived.type).toBe("text/xml");
    expect(arrived.query.signature).toBe(signatureOf(SANDBOX_PUSH_TOKEN, arrived.query));
    expect(arrived.body).toContain("<Event><![CDATA[user_authorization_revoke]]></Event>");
    expect(arrived.body).toContain(`<CreateTime>${START_MS / 1000}</CreateTime>`);
    expect(arrived.body).toContain("<OpenID><![CDATA[oGiven]]></OpenID>");
    expect(arrived.body).toContain(`<AppID><![CDATA[${sandbox.appid}]]></AppID>`);
    expect(arrived.body).toMatch(/^<xml>.*<RevokeInfo><!\[CDATA\[8,19\]\]><\/RevokeInfo><\/xml>$/);
  });

  it("may be encrypted: only the holder of the key reads it, and its own signature covers the cipher", async () => {
    const { sandbox, push } = await opened();
    const { arrived } = await push({ mode: "encrypted", openid: "oGiven" });
    const { ToUserName, Encrypt, ...rest } = JSON.parse(arrived.body);
    expect(rest).toEqual({});
    expect(ToUserName).toBe(`gh_${sandbox.appid.slice(2, 14)}`);
    expect(arrived.query).toMatchObject({
      encrypt_type: "aes",
      signature: signatureOf(SANDBOX_PUSH_TOKEN, arrived.query),
      msg_signature: signatureOf(SANDBOX_PUSH_TOKEN, arrived.query, Encrypt),
    });
    const key = Buffer.from(SANDBOX_AES_KEY, "base64");
    const decipher = createDecipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.concat([decipher.update(Encrypt, "base64"), decipher.final()]);
    expect(padded.length % 32).toBe(0);
    const plain = padded.subarray(0, padded.length - (padded.at(-1) ?? 0));
    const end = 20 + plain.readUInt32BE(16);
    expect(JSON.parse(plain.subarray(20, end).toString())).toMatchObject({
      OpenID: "oGiven",
      MsgType: "event",
    });
    expect(plain.subarray(end).toString()).toBe(sandbox.appid);
  });

  it("is sent again byte for byte, the last one or one by its number", async () => {
    const { sandbox, received, push } = await opened();
    await push();
    await push({ mode: "xml" });
    expect(await sandbox.replayPush()).toMatchObject({ id: 2, status: 200 });
    expect(await sandbox.replayPush({ id: 1 })).toMatchObject({ id: 1, status: 200 });
    expect(received[2]).toEqual(received[1]);
    expect(received[3]).toEqual(received[0]);
  });

  it("tells that nobody answered", async () => {
    const { sandbox } = await openSandbox();
    const { url } = await openReceiver();
    const { port } = new URL(sandbox.url);
    await sandbox.close();
    const elsewhere = await openSandbox();
    const nobody = { url: url.replace(/:\d+/, `:${port}`), event: "user_info_modified", user: "alice" };
    expect(await elsewhere.sandbox.push(nobody)).toMatchObject({ status: null, answer: null });
  });
});

describe("the check of an address", () => {
  it("is passed by whoever echoes the text", async () => {
    const { sandbox } = await openSandbox();
    const { received, url } = await openReceiver(({ query }) => query.echostr ?? "");
    expect(await sandbox.verifyPushUrl({ url })).toMatchObject({ status: 200, verified: true });
    expect(received[0]).toMatchObject({
      method: "GET",
      body: "",
      query: {
        signature: signatureOf(SANDBOX_PUSH_TOKEN, received[0]?.query ?? {}),
        echostr: expect.stringMatching(/^\d+$/),
      },
    });
  });

  it("is not passed by another answer", async () => {
    const { sandbox } = await openSandbox();
    const { received, url } = await openReceiver(({ query }) => `${query.echostr}\n`);
    const check = { url, token: "mine", signature: "wrong", echostr: "4375120948345356249" } as const;
    expect(await sandbox.verifyPushUrl(check)).toMatchObject({
      answer: "4375120948345356249\n",
      verified: false,
    });
    expect(received[0]?.query.signature).not.toBe(signatureOf("mine", received[0]?.query ?? {}));
  });
});

describe("pushes over HTTP", () => {
  it("are sent, sent again, checked and listed", async () => {
    const { received, url } = await openReceiver(({ query }) => query.echostr ?? "success");
    const { sandbox } = await openSandbox({ pushUrl: url });
    const pushes = `${sandbox.url}/sandbox/pushes`;
    const push = json(await send("POST", `${pushes}?event=user_info_modified&user=alice`));
    expect(push).toMatchObject({ id: 1, status: 200, answer: "success" });
    expect(json(await send("POST", `${pushes}/replay?id=1`))).toEqual(push);
    expect(json(await send("POST", `${pushes}/verify`))).toMatchObject({ verified: true });
    expect(json(await send("GET", pushes))).toEqual({ pushes: [push, push] });
    expect(received).toHaveLength(3);
    const help = await send("GET", `${sandbox.url}/sandbox`);
    expect(help.text).toContain(`"url":"${url}"`);
  });

  const event = "user_info_modified";
  it.each([
    { path: "", body: { event, user: "a" }, field: "url", rule: "must be text of 1 to 2048 characters" },
    {
      path: "",
      body: { url: "file:///etc/passwd", event, user: "a" },
      field: "url",
      rule: "must be an http or https URL",
    },
    {
      path: "",
      body: { url: "http://127.0.0.1", user: "a" },
      field: "event",
      rule: "must be text of 1 to 128 characters",
    },
    {
      path: "",
      body: { url: "http://127.0.0.1", event },
      field: "openid",
      rule: "or user is needed, and not both",
    },
    {
      path: "",
      body: { url: "http://127.0.0.1", event, user: "a", openid: "o" },
      field: "openid",
      rule: "or user is needed, and not both",
    },
    {
      path: "",
      body: { url: "http://127.0.0.1", event, user: "a", mode: "json" },
      field: "mode",
      rule: "must be one of plain, xml, encrypted",
    },
    {
      path: "",
      body: { url: "http://127.0.0.1", event, user: "a", signature: "none" },
      field: "signature",
      rule: "must be one of right, wrong, missing",
    },
    { path: "/replay", body: {}, field: "id", rule: "must be that of a push which is remembered" },
    { path: "/replay", body: { id: 3 }, field: "id", rule: "must be that of a push which is remembered" },
  ])("are refused as $path $body", async ({ path, body, field, rule }) => {
    const { sandbox } = await openSandbox();
    const answer = await send("POST", `${sandbox.url}/sandbox/pushes${path}`, JSON.stringify(body));
    expect(answer.status).toBe(400);
    expect(json(answer)).toEqual({ error: "bad_input", field, rule });
    await expect(sandbox.push({ event, user: "a", url: "ftp://x" })).rejects.toThrow("url: must be an http");
  });
});

describe("the settings", () => {
  it("point a server at the sandbox, all apps and the token of its pushes", async () => {
    const { sandbox } = await openSandbox({
      apps: [
        { appid: "wx0000000000000001", secret: "s1" },
        { appid: "wx0000000000000002", secret: "s2" },
      ],
    });
    expect(sandbox.settings).toEqual({
      WECHAT_APPID: "wx0000000000000001,wx0000000000000002",
      WECHAT_SECRET: "s1,s2",
      WECHAT_API_BASE: sandbox.url,
      WECHAT_PUSH_TOKEN: SANDBOX_PUSH_TOKEN,
    });
  });
});
