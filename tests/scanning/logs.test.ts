import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHash } from "node:crypto";
import { filesOf, leaks } from "../support/leaks.ts";
import { allLogRows, type LogRow } from "../support/log-rows.ts";
import {
  decide,
  MANY_TICKETS,
  open,
  poll,
  redeem,
  type Started,
  startScan,
  ticketAt,
} from "../support/scanning.ts";
import { type Service, type SignedIn, startService } from "../support/service.ts";

const DEBUG = -4;

describe("after whole conversations, with debug lines on", () => {
  let service: Service;
  let user: SignedIn;
  let rows: LogRow[];
  let signedIn: Started;
  const all: Started[] = [];
  const output: string[] = [];

  beforeAll(async () => {
    service = await startService({ env: MANY_TICKETS });
    await service.admin.settings({ logs: { minLevel: DEBUG, logIP: true, logAuthId: true } });
    user = await service.wechatUser();
    const other = await service.wechatUser();
    signedIn = await startScan(service);
    const { ticket } = signedIn;
    await poll(service, signedIn);
    await open(service, user, ticket);
    await open(service, other, ticket);
    await redeem(service, signedIn);
    await decide(service, user, ticket, true);
    await decide(service, user, ticket, false);
    await redeem(service, { ...signedIn, secret: "x" });
    await redeem(service, signedIn);
    await redeem(service, signedIn);
    all.push(signedIn, await ticketAt(service, "refused", user));
    const ended = await ticketAt(service, "confirmed", other);
    await service.call("revokeTokens", { token: other.token });
    await redeem(service, ended);
    service.sandbox.setFault({ endpoint: "getwxacodeunlimit", kind: "errcode", errcode: 45009, times: 1 });
    await service.call("scanStart");
    service.sandbox.setFault({ endpoint: "getwxacodeunlimit", kind: "half", times: 1 });
    await service.call("scanStart");
    all.push(ended);
    output.push(service.server().output());
    rows = await allLogRows(service);
  });
  afterAll(() => service?.close());

  test("no ticket, no secret and no digits of a check stand anywhere in it, nor in the database", () => {
    const places = {
      ...filesOf(service.dataDir, "auxiliary.db", "data.db"),
      rows: JSON.stringify(rows),
      output: output.join("\n"),
    };
    const secrets = Object.fromEntries(
      all.flatMap(({ ticket, secret }, i) => [
        [`ticket ${i}`, ticket],
        [`half of ticket ${i}`, ticket.slice(0, 11)],
        [`secret ${i}`, secret],
        [`half of secret ${i}`, secret.slice(0, 16)],
      ]),
    );
    expect(leaks(places, secrets)).toEqual([]);
  });

  test("the steps of one sign-in are found by the name that lines give the ticket", () => {
    const ticket = createHash("sha256").update(signedIn.ticket).digest("hex").slice(0, 8);
    const steps = rows
      .filter(({ data }) => data.ticket === ticket)
      .map(({ level, data }) => [level, data.operation, data.reason ?? data.outcome, data.record_id ?? null]);
    const [INFO, WARN] = [0, 4];
    const other = expect.stringMatching(/^[a-z0-9]{15}$/);
    expect(steps).toEqual([
      [INFO, "scanStart", "scan_started", null],
      [INFO, "scanOpen", "scanned", user.id],
      [WARN, "scanOpen", "ticket_taken", other],
      [WARN, "scanLogin", "ticket_not_confirmed", null],
      [INFO, "scanConfirm", "confirmed", user.id],
      [WARN, "scanConfirm", "ticket_taken", user.id],
      [WARN, "scanLogin", "ticket_not_found", null],
      [INFO, "scanLogin", "login_success", user.id],
      [WARN, "scanLogin", "ticket_not_found", null],
    ]);
  });

  test("a confirmation that no longer counted says why", () => {
    const row = rows.find(({ data }) => String(data.cause).includes("tokens have ended"));
    expect(row?.data).toMatchObject({ operation: "scanLogin", reason: "ticket_not_found" });
    expect(row?.data.record_id).toMatch(/^[a-z0-9]{15}$/);
  });

  test("WeChat's refusal of a picture is an error with its errcode, its fault one with what came", () => {
    const failed = rows.filter(({ data }) => data.operation === "scanStart" && data.outcome === "failure");
    expect(failed.map(({ level, data }) => [level, data.reason, data.errcode, data.cause])).toEqual([
      [8, "scan_unavailable", 45009, undefined],
      [8, "wechat_unavailable", undefined, "/wxa/getwxacodeunlimit: a picture without its end"],
    ]);
    expect(failed[0]?.data.rid).toMatch(/^[0-9a-f-]+$/);
  });

  test("polls leave no line", () => {
    expect(rows.filter(({ data }) => data.operation === "scanStatus")).toEqual([]);
  });
});
