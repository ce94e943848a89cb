import { describe, expect, it } from "vitest";
import { CallLog } from "../../sandbox/call-log.ts";
import { ACCESS_TOKEN_MARK, SESSION_KEY_MARK } from "../../sandbox/server.ts";
import {
  currentToken,
  exchange,
  fetchPhone,
  fetchToken,
  openSandbox,
  START_MS,
  sendPhone,
} from "./support.ts";

const NOTHING = { appid: null, code: null, force_refresh: null, token: null };

describe("requests", () => {
  it("is empty before the first call", async () => {
    const { sandbox } = await openSandbox();
    expect(sandbox.requests()).toEqual([]);
  });

  it("tells what each call asked and what it was answered, oldest first", async () => {
    const { sandbox, clock } = await openSandbox();
    const { appid } = sandbox;
    const login = sandbox.mintLoginCode();
    const phone = sandbox.mintPhoneCode({ phone: "13800138000" });
    await exchange(sandbox, login.code);
    clock.advance(1);
    await exchange(sandbox, login.code);
    const first = await currentToken(sandbox);
    await currentToken(sandbox, { force_refresh: true });
    await fetchPhone(sandbox, first, phone.code);
    await sendPhone(sandbox, undefined, "");
    const jscode2session = { ...NOTHING, endpoint: "jscode2session", method: "GET", fault: null, appid };
    const stableToken = {
      ...NOTHING,
      endpoint: "stable_token",
      method: "POST",
      fault: null,
      appid,
      errcode: 0,
    };
    const number = { ...NOTHING, endpoint: "getuserphonenumber", method: "POST", fault: null };
    const at = START_MS + 1000;
    expect(sandbox.requests()).toEqual([
      { ...jscode2session, id: 1, at: START_MS, code: login.code, errcode: 0 },
      { ...jscode2session, id: 2, at, code: login.code, errcode: 40163 },
      { ...stableToken, id: 3, at, force_refresh: false },
      { ...stableToken, id: 4, at, force_refresh: true },
      { ...number, id: 5, at, code: phone.code, token: 1, errcode: 40001 },
      { ...number, id: 6, at, errcode: 41001 },
    ]);
  });

  it("tells the fault of a call, and errcode only where the answer can be read", async () => {
    const { sandbox } = await openSandbox();
    const faults = [
      { kind: "errcode", errcode: 45011, logged: 45011 },
      { kind: "wrong_types", logged: 0 },
      { kind: "huge", size_mb: 1, logged: 0 },
      { kind: "empty", logged: null },
      { kind: "half", logged: null },
    ] as const;
    for (const { logged, ...fault } of faults) {
      sandbox.setFault({ endpoint: "*", times: 1, ...fault });
      await fetchToken(sandbox);
      expect(sandbox.requests().at(-1)).toMatchObject({ fault: fault.kind, errcode: logged });
    }
  });

  it("holds no secret, session_key or access token", async () => {
    const { sandbox } = await openSandbox();
    const token = await currentToken(sandbox);
    await exchange(sandbox, sandbox.mintLoginCode().code);
    await fetchPhone(sandbox, token, sandbox.mintPhoneCode({ phone: "13800138000" }).code);
    const log = JSON.stringify(sandbox.requests());
    for (const secret of [sandbox.secret, ACCESS_TOKEN_MARK, SESSION_KEY_MARK, "13800138000"]) {
      expect(log).not.toContain(secret);
    }
  });

  it("cuts long values to 128 characters", async () => {
    const { sandbox } = await openSandbox();
    await exchange(sandbox, "c".repeat(500), { appid: "a".repeat(500) });
    expect(sandbox.requests()[0]).toMatchObject({ code: "c".repeat(128), appid: "a".repeat(128) });
  });

  it("is emptied by clearRequests, and ids go on", async () => {
    const { sandbox } = await openSandbox();
    await fetchToken(sandbox);
    sandbox.clearRequests();
    expect(sandbox.requests()).toEqual([]);
    await fetchToken(sandbox);
    expect(sandbox.requests().map(({ id }) => id)).toEqual([2]);
  });

  it("keeps the latest calls alone once full", () => {
    const log = new CallLog(3);
    const call = { ...NOTHING, endpoint: "stable_token", method: "POST", fault: null, errcode: 0 } as const;
    for (let at = 1; at <= 5; at += 1) log.add({ ...call, at });
    expect(log.list().map(({ id }) => id)).toEqual([3, 4, 5]);
  });
});

describe("waitForRequest", () => {
  it("resolves with a logged call that matches, or the next one to arrive", async () => {
    const { sandbox } = await openSandbox();
    const next = sandbox.waitForRequest(({ errcode }) => errcode === 40029);
    await fetchToken(sandbox);
    await exchange(sandbox, "0abc");
    expect(await next).toMatchObject({ id: 2, errcode: 40029 });
    expect(await sandbox.waitForRequest()).toMatchObject({ id: 1, endpoint: "stable_token" });
  });

  it("rejects when the sandbox closes", async () => {
    const { sandbox } = await openSandbox();
    const never = expect(sandbox.waitForRequest()).rejects.toThrow("closed before the call arrived");
    await sandbox.close();
    await never;
  });
});
