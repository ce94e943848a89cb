import { describe, expect, it } from "vitest";
import type { FaultInput, Sandbox } from "../../sandbox/server.ts";
import { exchange, fetchToken, json, openSandbox } from "./support.ts";

/** The errcodes of the next calls to stable_token, 0 for success. */
async function errcodes(sandbox: Sandbox, calls: number): Promise<unknown[]> {
  const seen = [];
  for (let call = 0; call < calls; call += 1) seen.push(json(await fetchToken(sandbox)).errcode ?? 0);
  return seen;
}

function errcode(value: number, rest: Partial<FaultInput> = {}): FaultInput {
  return { endpoint: "stable_token", kind: "errcode", errcode: value, ...rest };
}

describe("setFault", () => {
  it("hits every call until cleared", async () => {
    const { sandbox } = await openSandbox();
    sandbox.setFault(errcode(1));
    expect(await errcodes(sandbox, 3)).toEqual([1, 1, 1]);
    sandbox.clearFaults();
    expect(await errcodes(sandbox, 1)).toEqual([0]);
  });

  it("hits as many calls as times says", async () => {
    const { sandbox } = await openSandbox();
    sandbox.setFault(errcode(1, { times: 2 }));
    expect(await errcodes(sandbox, 3)).toEqual([1, 1, 0]);
  });

  it("queues faults with times in the order they are set", async () => {
    const { sandbox } = await openSandbox();
    for (const fault of [errcode(1, { times: 1 }), errcode(2, { times: 2 }), errcode(3)])
      sandbox.setFault(fault);
    expect(await errcodes(sandbox, 5)).toEqual([1, 2, 2, 3, 3]);
  });

  it("replaces a fault without times", async () => {
    const { sandbox } = await openSandbox();
    for (const fault of [errcode(1), errcode(2, { times: 1 })]) sandbox.setFault(fault);
    expect(await errcodes(sandbox, 2)).toEqual([2, 0]);
  });

  it("hits the named endpoint alone", async () => {
    const { sandbox } = await openSandbox();
    sandbox.setFault(errcode(1));
    const { code, openid } = sandbox.mintLoginCode();
    expect(json(await exchange(sandbox, code)).openid).toBe(openid);
  });

  it("hits every endpoint with *, after the endpoint's own faults", async () => {
    const { sandbox } = await openSandbox();
    sandbox.setFault(errcode(1, { endpoint: "*", times: 2 }));
    sandbox.setFault(errcode(2, { times: 1 }));
    expect(await errcodes(sandbox, 2)).toEqual([2, 1]);
    expect(json(await exchange(sandbox, "0abc")).errcode).toBe(1);
    expect(await errcodes(sandbox, 1)).toEqual([0]);
  });

  it("uses the code up, or not, as consume says", async () => {
    const { sandbox } = await openSandbox();
    const faults: { fault: FaultInput; later: number }[] = [
      {
        fault: { endpoint: "jscode2session", kind: "errcode", errcode: -1, consume: true, times: 1 },
        later: 40163,
      },
      { fault: { endpoint: "jscode2session", kind: "missing_fields", consume: false, times: 1 }, later: 0 },
    ];
    for (const { fault, later } of faults) {
      const { code } = sandbox.mintLoginCode();
      sandbox.setFault(fault);
      await exchange(sandbox, code);
      expect(json(await exchange(sandbox, code)).errcode ?? 0).toBe(later);
    }
  });

  it("leaves a forced refresh undone when the call never gets to WeChat", async () => {
    const { sandbox } = await openSandbox();
    const before = json(await fetchToken(sandbox)).access_token;
    sandbox.setFault({ endpoint: "stable_token", kind: "empty", times: 1 });
    await fetchToken(sandbox, { force_refresh: true });
    expect(json(await fetchToken(sandbox)).access_token).toBe(before);
  });

  it("answers the fault with its defaults filled in", async () => {
    const { sandbox } = await openSandbox();
    expect(sandbox.setFault({ endpoint: "*", kind: "slow_body" })).toEqual({
      endpoint: "*",
      kind: "slow_body",
      chunk_ms: 200,
      times: null,
      consume: true,
    });
  });

  it("refuses the 101st waiting fault of an endpoint", async () => {
    const { sandbox } = await openSandbox();
    for (let count = 0; count < 100; count += 1) sandbox.setFault(errcode(1, { times: 1 }));
    expect(() => sandbox.setFault(errcode(1))).toThrow("endpoint: has 100 faults waiting already");
  });

  const endpoints = "must be one of jscode2session, stable_token, getuserphonenumber, getwxacodeunlimit, *";
  const refused: { input: Record<string, unknown>; message: string }[] = [
    { input: { kind: "hang" }, message: `endpoint: ${endpoints}` },
    { input: { endpoint: "token", kind: "hang" }, message: `endpoint: ${endpoints}` },
    { input: { endpoint: "*", kind: "delay" }, message: "delay_ms: must be an integer from 0 to 600000" },
    {
      input: { endpoint: "*", kind: "delay", delay_ms: -1 },
      message: "delay_ms: must be an integer from 0 to 600000",
    },
    {
      input: { endpoint: "*", kind: "delay", delay_ms: 0.5 },
      message: "delay_ms: must be an integer from 0 to 600000",
    },
    {
      input: { endpoint: "*", kind: "delay", delay_ms: "9" },
      message: "delay_ms: must be an integer from 0 to 600000",
    },
    {
      input: { endpoint: "*", kind: "slow_body", chunk_ms: 0 },
      message: "chunk_ms: must be an integer from 1 to 600000",
    },
    {
      input: { endpoint: "*", kind: "status", status: 199 },
      message: "status: must be an integer from 200 to 599",
    },
    {
      input: { endpoint: "*", kind: "status", status: 600 },
      message: "status: must be an integer from 200 to 599",
    },
    {
      input: { endpoint: "*", kind: "errcode" },
      message: "errcode: must be an integer from -1000000 to 10000000",
    },
    {
      input: { endpoint: "*", kind: "errcode", errcode: 1, errmsg: "" },
      message: "errmsg: must be text of 1 to 500 characters",
    },
    { input: { endpoint: "*", kind: "wrong_types", fields: [] }, message: "fields: must be a JSON object" },
    {
      input: { endpoint: "*", kind: "missing_fields", omit: "openid" },
      message: "omit: must be a list of texts",
    },
    {
      input: { endpoint: "*", kind: "huge", size_mb: 65 },
      message: "size_mb: must be an integer from 1 to 64",
    },
    {
      input: { endpoint: "*", kind: "hang", times: 0 },
      message: "times: must be an integer from 1 to 1000000",
    },
    { input: { endpoint: "*", kind: "hang", consume: 1 }, message: "consume: must be true or false" },
    {
      input: { endpoint: "*", kind: "foreign_watermark" },
      message: "endpoint: must be getuserphonenumber for foreign_watermark",
    },
    {
      input: { endpoint: "*", kind: "hang", delay_ms: 1 },
      message: "delay_ms: unknown field; known are endpoint, times, consume, kind",
    },
  ];
  it.each(refused)("refuses $input", async ({ input, message }) => {
    const { sandbox } = await openSandbox();
    expect(() => sandbox.setFault(input as unknown as FaultInput)).toThrow(message);
    expect(await errcodes(sandbox, 1)).toEqual([0]);
  });

  it("refuses an unknown kind and lists the known ones", async () => {
    const { sandbox } = await openSandbox();
    const input = { endpoint: "*", kind: "explode" } as unknown as FaultInput;
    expect(() => sandbox.setFault(input)).toThrow(/^kind: must be one of delay, hang, .*, huge$/);
  });
});
