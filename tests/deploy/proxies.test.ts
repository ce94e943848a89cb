/**
 * The proxies of docs/deploy.md, as Debian packages them, in front of the real service, with the files of deploy/.
 */
import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { EventStream } from "../support/event-stream.ts";
import { readLogRows } from "../support/log-rows.ts";
import { png } from "../support/pictures.ts";
import { callOperation, type Service, startService } from "../support/service.ts";
import { caddy, nginx, type RunningProxy, start, versionOf } from "./proxy.ts";

/** What this machine cannot show is said here, so that a skipped check is not taken for a passed one. */
const proxies = [nginx, caddy].filter((proxy) => {
  const isThere = versionOf(proxy) !== null;
  if (!isThere)
    console.warn(`SKIPPED: ${proxy.name} is not installed (apt-get install ${proxy.name.toLowerCase()})`);
  return isThere;
});

/** A request from an address of this machine's own choice, with headers of its own. */
async function send(url: string, from: string, headers: { [name: string]: string }): Promise<number> {
  const sent = request(url, { method: "POST", localAddress: from, headers });
  sent.end(JSON.stringify({ users_wx_code: `nobody-has-${crypto.randomUUID()}` }));
  const [response] = await once(sent, "response");
  response.resume();
  await once(response, "end");
  return response.statusCode;
}

describe.each(proxies)("behind $name, under /pb,", (proxy) => {
  let service: Service;
  let front: RunningProxy;
  let base: string;

  beforeAll(async () => {
    service = await startService();
    front = await start(proxy, service.url);
    base = `${front.url}/pb`;
    await service.admin.settings({
      meta: { appURL: base, appName: "kit", senderName: "kit", senderAddress: "kit@example.com" },
      trustedProxy: { headers: ["X-Real-IP"], useLeftmostIP: false },
    });
  });
  afterAll(async () => {
    await front.stop();
    await service.close();
  });

  const login = () => {
    const { code } = service.sandbox.mintLoginCode();
    return callOperation(base, "wechatLogin", { body: { users_wx_code: code } });
  };

  test("the operations answer as they do without it", async () => {
    expect((await callOperation(base, "health")).status).toBe(200);
    const { status, body } = await login();
    expect([status, body.meta.data.status]).toEqual([200, "register_success"]);
    const renewed = await callOperation(base, "refreshToken", { token: body.token });
    expect(renewed.status).toBe(200);
  });

  test("the contract and the pages are there", async () => {
    for (const path of ["/openapi.yaml", "/console", "/console/desk"]) {
      expect([path, (await fetch(base + path)).status]).toEqual([path, 200]);
    }
  });

  test("an uploaded avatar has an address that leads through the proxy", async () => {
    const { body } = await login();
    const form = new FormData();
    form.append("file", new Blob([png(1, 1)], { type: "image/png" }), "a.png");
    const answer = await callOperation(base, "wechatAvatar", { token: body.token, body: form });
    const { users_picture: address } = answer.body.data;
    expect(address.startsWith(`${base}/api/files/`)).toBe(true);
    expect((await fetch(address)).status).toBe(200);
  });

  test("a body that PocketBase refuses is refused in its words, a larger one by the proxy", async () => {
    const { body } = await login();
    const upload = (bytes: number) => {
      const form = new FormData();
      form.append("file", new Blob([new Uint8Array(bytes)], { type: "image/png" }), "a.png");
      return form;
    };
    const token = body.token as string;
    const own = await callOperation(base, "wechatAvatar", { token, body: upload(2_500_000) });
    expect([own.status, own.reason]).toEqual([413, "body_too_large"]);
    const sent = fetch(`${base}/api/wechat/avatar`, {
      method: "POST",
      headers: { authorization: token },
      body: upload(4_000_000),
    });
    // A proxy may also end the connection while the rest is still on its way.
    const outcome = await sent.then(
      ({ status }) => status,
      () => "ended",
    );
    expect([proxy.tooLarge(versionOf(proxy) ?? ""), "ended"]).toContain(outcome);
  });

  test("the client's address is the one that the proxy has seen, whatever the client says", async () => {
    const path = "/api/wechat/login";
    const json = { "content-type": "application/json" };
    const spoofed = { ...json, "x-real-ip": "203.0.113.9", "x-forwarded-for": "203.0.113.9" };
    expect(await send(base + path, "127.0.0.2", spoofed)).toBe(400);
    // Without the proxy the header counts: so it is the proxy that overwrites it.
    const other = { ...json, "x-real-ip": "203.0.113.8" };
    expect(await send(service.url + path, "127.0.0.1", other)).toBe(400);
    // Lines reach the log in batches.
    const addresses = async () => {
      const lines = await readLogRows(service, "message = 'sign-in refused'");
      return lines.filter(({ data }) => data.operation === "wechatLogin").map(({ data }) => data.user_ip);
    };
    await expect.poll(addresses, { timeout: 30_000 }).toEqual(["127.0.0.2", "203.0.113.8"]);
  });

  test("a 429 comes through with its Retry-After", async () => {
    const rules = [{ label: "POST /api/system/users-count", audience: "", duration: 30, maxRequests: 1 }];
    await service.admin.settings({ rateLimits: { enabled: true, rules } });
    onTestFinished(async () => {
      await service.admin.settings({ rateLimits: { enabled: false } });
    });
    await callOperation(base, "usersCount");
    const limited = await callOperation(base, "usersCount");
    expect([limited.status, limited.reason, limited.headers.get("retry-after")]).toEqual([
      429,
      "rate_limited",
      "30",
    ]);
  });

  test("realtime events arrive as they happen", async () => {
    const { body } = await login();
    const stream = await EventStream.open(base);
    onTestFinished(() => stream.close());
    expect(await stream.subscribe([`tbl_auth_users/${body.record.id}`], body.token)).toBe(204);
    await service.admin.request("PATCH", `/api/collections/tbl_auth_users/records/${body.record.id}`, {
      users_level: "gold",
    });
    const event = await stream.next();
    expect(event.data.record.users_level).toBe("gold");
  });

  test("each request has a connection to PocketBase of its own", async () => {
    const connections = new Set<Socket>();
    const asked: (string | undefined)[] = [];
    const upstream = createServer((incoming, response) => {
      connections.add(incoming.socket);
      asked.push(incoming.headers.connection);
      response.end("{}");
    }).listen(0, "127.0.0.1");
    await once(upstream, "listening");
    const { port } = upstream.address() as AddressInfo;
    const other = await start(proxy, `http://127.0.0.1:${port}`);
    onTestFinished(async () => {
      await other.stop();
      upstream.close();
    });
    asked.length = 0;
    connections.clear();
    for (let i = 0; i < 3; i++) await (await fetch(`${other.url}/pb/api/health`)).text();
    expect(asked).toEqual(["close", "close", "close"]);
    expect(connections.size).toBe(3);
  });
});
