import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { HeldAnswers, payloadOf } from "../../sandbox/faults/delivery.ts";
import { type Answer, exchange, fetchToken, json, openSandbox, send } from "./support.ts";

describe("a fault in time", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("delay answers as usual once delay_ms have passed, and the code is used up on arrival", async () => {
    const { sandbox } = await openSandbox();
    const { code, openid } = sandbox.mintLoginCode();
    sandbox.setFault({ endpoint: "jscode2session", kind: "delay", delay_ms: 1000, times: 1 });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const answered = vi.fn((answer: Answer) => answer);
    const late = exchange(sandbox, code).then(answered);
    await sandbox.waitForRequest();
    vi.advanceTimersByTime(999);
    expect(json(await exchange(sandbox, code)).errcode).toBe(40163);
    expect(answered).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(json(await late)).toEqual({ session_key: expect.any(String), openid });
  });

  it("delay forgets its answer when the client goes away", async () => {
    const { sandbox } = await openSandbox();
    sandbox.setFault({ endpoint: "*", kind: "delay", delay_ms: 600_000 });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const lost = expect(fetchToken(sandbox)).rejects.toMatchObject({ code: "ECONNRESET" });
    await sandbox.waitForRequest();
    expect(vi.getTimerCount()).toBe(1);
    await sandbox.close();
    await lost;
    await vi.waitUntil(() => vi.getTimerCount() === 0);
  });

  it("slow_body sends one byte per chunk_ms, the whole answer in the end", async () => {
    const { sandbox } = await openSandbox();
    const { code, openid } = sandbox.mintLoginCode();
    sandbox.setFault({ endpoint: "jscode2session", kind: "slow_body", chunk_ms: 50, times: 1 });
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const { appid, secret } = sandbox;
    const query = new URLSearchParams({ appid, secret, js_code: code, grant_type: "authorization_code" });
    // The next byte leaves only when the last one has arrived, so none of them can merge on the way.
    const next = () => vi.advanceTimersByTime(50);
    const answered = send("GET", `${sandbox.url}/sns/jscode2session?${query}`, undefined, next);
    await sandbox.waitForRequest();
    next();
    const answer = await answered;
    expect(json(answer)).toEqual({ session_key: expect.any(String), openid });
    expect(answer.chunks).toEqual(Array.from({ length: answer.text.length }, () => 1));
    expect(vi.getTimerCount()).toBe(0);
  });

  it("hang answers only when released, then as usual", async () => {
    const { sandbox } = await openSandbox();
    const { code, openid } = sandbox.mintLoginCode();
    sandbox.setFault({ endpoint: "jscode2session", kind: "hang", times: 1 });
    const answered = vi.fn((answer: Answer) => answer);
    const held = exchange(sandbox, code).then(answered);
    await sandbox.waitForRequest();
    expect(json(await exchange(sandbox, code)).errcode).toBe(40163);
    expect(answered).not.toHaveBeenCalled();
    expect(sandbox.releaseHanging()).toBe(1);
    expect(json(await held)).toEqual({ session_key: expect.any(String), openid });
    expect(sandbox.releaseHanging()).toBe(0);
  });

  it("hang forgets its answer when the client goes away", () => {
    const held = new HeldAnswers();
    const response = new ServerResponse(new IncomingMessage(new Socket()));
    held.hold(response, payloadOf({}, "text/plain"));
    response.emit("close");
    expect(held.release()).toBe(0);
  });
});
