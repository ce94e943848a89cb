import { describe, expect, it } from "vitest";
import { SANDBOX_APPID, SANDBOX_SECRET, startSandbox } from "../../sandbox/server.ts";
import { exchange, fetchToken, json, openSandbox } from "./support.ts";

describe("startSandbox", () => {
  it("listens on a free loopback port with the sandbox's own credentials", async () => {
    const [first, second] = [await openSandbox(), await openSandbox()];
    expect(first.sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(second.sandbox.url).not.toBe(first.sandbox.url);
    const { appid, secret } = first.sandbox;
    expect({ appid, secret }).toEqual({ appid: SANDBOX_APPID, secret: SANDBOX_SECRET });
    expect(appid).toMatch(/^wx[0-9a-f]{16}$/);
    expect(secret).toMatch(/^[0-9a-f]{32}$/);
  });

  it("takes credentials of one's own", async () => {
    const { sandbox } = await openSandbox({ appid: "wx0123456789abcdef", secret: "s" });
    expect(json(await fetchToken(sandbox)).expires_in).toBe(7200);
    expect(json(await fetchToken(sandbox, { appid: SANDBOX_APPID })).errcode).toBe(40013);
    expect(json(await fetchToken(sandbox, { secret: SANDBOX_SECRET })).errcode).toBe(40001);
  });

  it("goes by the real clock when given none", async () => {
    const before = Date.now();
    const sandbox = await startSandbox();
    await exchange(sandbox, "0abc");
    const at = sandbox.requests()[0]?.at ?? 0;
    await sandbox.close();
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  });

  it("rejects with EADDRINUSE for a port that is taken", async () => {
    const { sandbox } = await openSandbox();
    const port = Number(new URL(sandbox.url).port);
    await expect(startSandbox({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it.each([
    { options: { codeTtlSeconds: 0 }, message: "codeTtlSeconds: must be an integer from 1 to 86400" },
    { options: { tokenTtlSeconds: 7201 }, message: "tokenTtlSeconds: must be an integer from 1 to 7200" },
  ])("refuses $options", async ({ options, message }) => {
    await expect(startSandbox(options)).rejects.toThrow(message);
  });
});

describe("close", () => {
  it("cuts hanging calls and frees the port", async () => {
    const { sandbox } = await openSandbox();
    sandbox.setFault({ endpoint: "*", kind: "hang" });
    const cut = expect(fetchToken(sandbox)).rejects.toMatchObject({ code: "ECONNRESET" });
    await sandbox.waitForRequest();
    await sandbox.close();
    await cut;
    await expect(fetchToken(sandbox)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("may be called twice", async () => {
    const { sandbox } = await openSandbox();
    await sandbox.close();
    await expect(sandbox.close()).resolves.toBeUndefined();
  });
});
