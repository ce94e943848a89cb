import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MANY_TICKETS, poll, redeem, startScan } from "../support/scanning.ts";
import { type Service, startService } from "../support/service.ts";
import { failureOf, LOGIN, miniProgram, nodeClient, REFRESH } from "./support.ts";

const OPEN = "/api/wechat/scan-open";
const CONFIRM = "/api/wechat/scan-confirm";

let service: Service;
beforeAll(async () => {
  service = await startService({ env: MANY_TICKETS });
});
afterAll(() => service?.close());

describe("scan.ticketOf", () => {
  const { scan } = nodeClient.createClient({ baseURL: "https://example.com" });
  const TICKET = "4fKq8ZtB2mWc7RxY1nPdLv";

  test.each([
    { scene: TICKET },
    { q: encodeURIComponent(`https://example.com/scan?ticket=${TICKET}`) },
    { q: encodeURIComponent(`https://example.com/s?from=pc&ticket=${TICKET}&x=1`) },
    { q: `https://example.com/scan?ticket=${TICKET}` },
  ])("finds the ticket in %j", (query) => {
    expect(scan.ticketOf(query)).toBe(TICKET);
  });

  test.each([
    {},
    { scene: "" },
    { scene: "invite%3D12" },
    { scene: TICKET + "x" },
    { scene: TICKET.slice(1) },
    { q: encodeURIComponent(`https://example.com/${TICKET}`) },
    { q: "%E0%A4%A" },
    undefined,
  ])("finds none in %j", (query) => {
    expect(scan.ticketOf(query as object)).toBeNull();
  });
});

describe("scan.open and scan.confirm", () => {
  test("let a computer in, from a cold start on: the phone signs in first", async () => {
    const { client, fake } = miniProgram(service);
    const pair = await startScan(service);
    const request = await client.scan.open(pair.ticket);
    expect(request).toMatchObject({ status: "scanned", check_code: pair.check_code });
    expect(request.origin.address).toBe("127.0.0.1");
    expect(await client.scan.confirm(pair.ticket, true)).toEqual({ status: "confirmed" });
    expect(fake.trail()).toEqual(["login", LOGIN, OPEN, CONFIRM]);
    const { body } = await redeem(service, pair);
    expect(body.record.id).toBe(client.session?.user.pb_id);
  });

  test("turn a computer away", async () => {
    const { client } = miniProgram(service);
    const pair = await startScan(service);
    await client.scan.open(pair.ticket);
    expect(await client.scan.confirm(pair.ticket, false)).toEqual({ status: "refused" });
    expect((await poll(service, pair)).body.data).toEqual({ status: "refused" });
  });

  test("say that somebody else has scanned it, or that it is none any more", async () => {
    const [mine, theirs] = [miniProgram(service), miniProgram(service)];
    const { ticket } = await startScan(service);
    await theirs.client.scan.open(ticket);
    expect(await failureOf(mine.client.scan.open(ticket))).toMatchObject({
      status: 409,
      reason: "ticket_taken",
    });
    expect(await failureOf(mine.client.scan.open("a".repeat(22)))).toMatchObject({
      status: 404,
      reason: "ticket_not_found",
      message: "二维码已失效，请刷新后重新扫码",
    });
  });

  test("go out once when they are tapped twice, and may be sent again when the answer was lost", async () => {
    const { client, fake } = miniProgram(service);
    await client.login();
    fake.calls.length = 0;
    const pair = await startScan(service);
    await Promise.all([client.scan.open(pair.ticket), client.scan.open(pair.ticket)]);
    expect(fake.trail()).toEqual([OPEN]);
    fake.answer(CONFIRM, "lost");
    expect((await failureOf(client.scan.confirm(pair.ticket, true))).reason).toBe("network_error");
    expect(await client.scan.confirm(pair.ticket, true)).toEqual({ status: "confirmed" });
    expect((await redeem(service, pair)).status).toBe(200);
  });

  test("renew a token that has ended, as every call does", async () => {
    const { client, fake } = miniProgram(service);
    await client.login();
    await service.call("revokeTokens", { token: String(client.session?.token) });
    fake.calls.length = 0;
    await client.scan.open((await startScan(service)).ticket);
    expect(fake.trail()).toEqual([OPEN, "login", REFRESH, OPEN]);
  });
});
