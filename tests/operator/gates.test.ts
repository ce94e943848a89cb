import { Agent, request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { POOLS } from "../support/at-once.ts";
import { operations } from "../support/contract.ts";
import { allLogRows, type LogRow } from "../support/log-rows.ts";
import { ownService } from "../support/scenarios.ts";
import { freshPhone, registration, type Service } from "../support/service.ts";

/** One middleware for all cases: the request says which of them is meant. */
const GATE = `
routerUse((e) => {
  switch (e.request.header.get("X-Gate")) {
    case "402": throw new ApiError(402, "请先续费");
    case "400": throw new BadRequestError("版本过低，请更新小程序");
    case "401": throw new UnauthorizedError("请先登录门户");
    case "403": throw new ForbiddenError("维护中");
    case "404": throw new NotFoundError("服务已迁移");
    case "409": throw new ApiError(409, "请勿重复下单。");
    case "413": throw new ApiError(413, "文件太大");
    case "429": throw new TooManyRequestsError("排队中");
    case "429 with a time":
      e.response.header().set("Retry-After", "7");
      throw new TooManyRequestsError("排队中");
    case "500": throw new InternalServerError("订单系统故障");
    case "503": throw new ApiError(503, "停机维护");
    case "returned": return new ForbiddenError("维护中");
    case "wordless": throw new ForbiddenError();
    case "english": throw new ForbiddenError("closed for maintenance");
    case "fields":
      throw new BadRequestError("资料有误", { users_name: new ValidationError("bad_word", "昵称含有敏感词") });
    case "behind":
      e.next();
      throw new ForbiddenError("维护中");
    case "broken": throw new Error("the gate broke: inner detail");
    case "wordless 500": throw new InternalServerError("", { why: "inner detail" });
    case "silent": return;
    case "answers": return e.json(503, { own: "停机维护" });
    case "answers at length": return e.json(503, { own: "停机维护".repeat(1000) });
    case "answers as text": return e.string(200, "own");
    case "answers and throws":
      e.json(503, { own: "停机维护" });
      throw new ForbiddenError("维护中");
    case "answers and goes on":
      e.json(200, { own: "停机维护" });
      return e.next();
    case "reads the body":
      if (e.requestInfo().body.users_name === "黑名单") throw new ForbiddenError("黑名单");
      return e.next();
    case "asks for a query":
      if (e.request.url.query().get("pass") !== "1") throw new ForbiddenError("维护中");
      return e.next();
    case "lets superusers through":
      if (!e.hasSuperuserAuth()) throw new ForbiddenError("维护中");
      return e.next();
  }
  return e.next();
});
`;

const refusal = (status: number, msg: string, more: object = {}) => ({
  code: status,
  msg,
  data: { reason: "refused", ...more },
});

/** The gate → what every operation answers. */
const REFUSALS: { [gate: string]: object } = {
  400: refusal(400, "版本过低，请更新小程序"),
  401: refusal(401, "请先登录门户"),
  402: refusal(402, "请先续费"),
  403: refusal(403, "维护中"),
  404: refusal(404, "服务已迁移"),
  409: refusal(409, "请勿重复下单。"),
  413: refusal(413, "文件太大"),
  429: refusal(429, "排队中", { retry_after: 60 }),
  "429 with a time": refusal(429, "排队中", { retry_after: 7 }),
  500: refusal(500, "订单系统故障"),
  503: refusal(503, "停机维护"),
  returned: refusal(403, "维护中"),
  wordless: refusal(403, "请求被拒绝"),
  english: refusal(403, "Closed for maintenance."),
  fields: refusal(400, "资料有误", { fields: { users_name: "昵称含有敏感词" } }),
  behind: refusal(403, "维护中"),
};

const OWN_ANSWERS: { [gate: string]: string } = {
  answers: JSON.stringify({ own: "停机维护" }),
  "answers at length": JSON.stringify({ own: "停机维护".repeat(1000) }),
  "answers as text": "own",
  "answers and throws": JSON.stringify({ own: "停机维护" }),
  "answers and goes on": JSON.stringify({ own: "停机维护" }),
};

const FAULTS = ["broken", "wordless 500", "silent"];

const ids = Object.keys(operations).filter((id) => operations[id]?.method === "POST");
const reads = Object.keys(operations).filter((id) => operations[id]?.method === "GET");
const path = (id: string) => operations[id]?.path ?? "";

describe.each(POOLS)("a middleware of an operator's %s", (_title, pool) => {
  const started = ownService({ ...pool, hooks: { "gate.pb.js": GATE } });
  let service: Service;
  let usersBefore: number;
  beforeAll(() => {
    service = started();
  });
  beforeEach(async () => {
    usersBefore = await service.admin.countUsers();
    service.sandbox.clearRequests();
  });

  /** No call to WeChat, nobody made. */
  async function expectNothingRan() {
    expect(service.sandbox.requests()).toEqual([]);
    expect(await service.admin.countUsers()).toBe(usersBefore);
  }

  test.each(Object.entries(REFUSALS))(
    "that refuses (%s) is answered with its status and words by every operation",
    async (gate, body) => {
      for (const id of [...ids, ...reads]) {
        const answer = await service.call(id, { headers: { "x-gate": gate } });
        expect([id, answer.body]).toEqual([id, body]);
        expect(answer.status).toBe(answer.body.code);
      }
      await expectNothingRan();
    },
  );

  test("that refuses a login leaves the code unspent", async () => {
    const { code } = service.sandbox.mintLoginCode();
    const login = (headers: { [name: string]: string }) =>
      service.call("wechatLogin", { headers, body: { users_wx_code: code } });
    expect((await login({ "x-gate": "403" })).body).toEqual(REFUSALS[403]);
    await expectNothingRan();
    expect((await login({})).body.meta.data.status).toBe("register_success");
  });

  test("that refuses a profile leaves the phone unpaid and the record as it is", async () => {
    const { token, id } = await service.wechatUser();
    const before = await service.admin.user(id);
    const { code } = service.sandbox.mintPhoneCode({ phone: freshPhone() });
    const body = { users_name: "小明", users_phone_code: code, users_picture: "https://example.com/a.png" };
    service.sandbox.clearRequests();
    const refused = await service.call("wechatProfile", { token, body, headers: { "x-gate": "402" } });
    expect(refused.body).toEqual(REFUSALS[402]);
    expect(service.sandbox.requests()).toEqual([]);
    expect(await service.admin.user(id)).toEqual(before);
    expect((await service.call("wechatProfile", { token, body })).status).toBe(200);
  });

  test("that refuses a registration makes nobody", async () => {
    const body = registration();
    const refused = await service.call("platformRegister", { body, headers: { "x-gate": "503" } });
    expect(refused.body).toEqual(REFUSALS[503]);
    await expectNothingRan();
    expect((await service.call("platformRegister", { body })).status).toBe(200);
  });

  test.each(Object.entries(OWN_ANSWERS))(
    "that answers by itself (%s) is the only one who does",
    async (gate, text) => {
      for (const id of ids) {
        const response = await fetch(service.url + path(id), {
          method: "POST",
          headers: { "x-gate": gate, "content-type": "application/json" },
          body: "{}",
        });
        expect([id, (await response.text()).trimEnd()]).toEqual([id, text]);
      }
      const { code } = service.sandbox.mintLoginCode();
      await fetch(service.url + path("wechatLogin"), {
        method: "POST",
        headers: { "x-gate": gate, "content-type": "application/json" },
        body: JSON.stringify({ users_wx_code: code }),
      });
      await expectNothingRan();
    },
  );

  test.each(FAULTS)(
    "that is at fault itself (%s) is a 500 without detail, and nothing runs",
    async (gate) => {
      for (const id of ids) {
        const answer = await service.call(id, { headers: { "x-gate": gate } });
        expect([id, answer.status, answer.reason]).toEqual([id, 500, "internal_error"]);
        expect(answer.text).not.toContain("detail");
      }
      await expectNothingRan();
    },
  );

  test("that reads the body leaves it to the operation, and is not blamed for a broken one", async () => {
    const send = (body: unknown, type = "application/json") =>
      service.call("platformRegister", {
        body,
        headers: { "x-gate": "reads the body", "content-type": type },
      });
    expect((await send(registration())).status).toBe(200);
    expect((await send(registration({ users_name: "黑名单" }))).body).toEqual(refusal(403, "黑名单"));
    for (const broken of ["{", "[]", "[1,2]", '{"users_name":', `{"users_name":"${"x".repeat(5000)}`]) {
      expect([broken, (await send(broken)).reason]).toEqual([broken, "invalid_json"]);
    }
    expect((await send("x=1", "text/plain")).reason).toBe("unsupported_media_type");
    for (const [body, type, status] of [
      ["{", "application/json", 400],
      ["x=1", "text/plain", 415],
    ] as const) {
      const headers = { "x-gate": "reads the body", "content-type": type };
      const unread = await service.call("helloWorld", { body, headers });
      expect([unread.status, unread.reason]).toEqual([status, "refused"]);
    }
  });

  test("sees the query, which cuts down none of our answers", async () => {
    const ask = (query: string) =>
      service.call("helloWorld", { query, headers: { "x-gate": "asks for a query" } });
    expect((await ask("?pass=0")).body).toEqual(REFUSALS[403]);
    expect((await ask("?fields=code")).body).toEqual(REFUSALS[403]);
    expect((await ask("?pass=1&fields=code&expand=x")).body.data.message).toBe("Hello, World!");
  });

  test("cannot be passed by a body that is too large for anybody to read", async () => {
    const body = new Uint8Array(33 * 1024 * 1024);
    const send = (gate: string) => service.call("helloWorld", { body, headers: { "x-gate": gate } });
    expect((await send("403")).body).toEqual(REFUSALS[403]);
    expect((await send("")).status).toBe(200);
    const { token } = await service.wechatUser();
    const renewal = { token, body, headers: { "x-gate": "403" } };
    expect((await service.call("refreshToken", renewal)).body).toEqual(REFUSALS[403]);
  });

  test("cannot be passed by a superuser's token from an address that PocketBase does not allow", async () => {
    const token = await service.admin.token();
    const headers = { "x-gate": "lets superusers through" };
    const ask = () => service.call("usersCount", { token, headers });
    expect((await ask()).status).toBe(200);
    const forwarded = { trustedProxy: { headers: ["X-Forwarded-For"] } };
    await service.admin.settings({ ...forwarded, superuserIPs: ["127.0.0.1"] });
    const elsewhere = { token, headers: { ...headers, "x-forwarded-for": "203.0.113.9" } };
    expect((await service.call("usersCount", elsewhere)).body).toEqual(REFUSALS[403]);
    const ungated = { token, headers: { "x-forwarded-for": "203.0.113.9" } };
    expect((await service.call("usersCount", ungated)).status).toBe(200);
    await service.admin.settings({ trustedProxy: { headers: [] }, superuserIPs: [] });
  });
});

describe("what a middleware of an operator's leaves in the log", () => {
  const started = ownService({ hooks: { "gate.pb.js": GATE } });
  let rows: LogRow[] = [];
  const ours = () => rows.filter(({ message }) => message.startsWith("sign-in"));
  beforeAll(async () => {
    for (const gate of [...Object.keys(REFUSALS), ...Object.keys(OWN_ANSWERS), ...FAULTS])
      await fetch(started().url + path("wechatLogin"), { method: "POST", headers: { "x-gate": gate } });
    rows = await allLogRows(started());
  });
  afterAll(() => {
    rows = [];
  });

  test("a refusal is one WARN line of ours, whatever its status", () => {
    const refusals = ours().filter(({ data }) => data.reason === "refused");
    expect(refusals).toHaveLength(Object.keys(REFUSALS).length);
    expect(new Set(refusals.map(({ level }) => level))).toEqual(new Set([4]));
    expect(refusals.map(({ data }) => data.status)).toContain(503);
  });

  test("an answer of their own is no line of ours", () => {
    expect(ours()).toHaveLength(Object.keys(REFUSALS).length + FAULTS.length);
  });

  test("only a middleware that is at fault is an ERROR, and the line says what happened", () => {
    const errors = rows.filter(({ level }) => level === 8);
    expect(errors.map(({ data }) => data.cause)).toEqual([
      expect.stringContaining("the gate broke: inner detail"),
      expect.stringContaining("Something went wrong"),
      expect.stringContaining("a middleware neither answered nor called e.next()"),
    ]);
  });
});

/** Sends a login over the agent's only connection. */
function loginOver(agent: Agent, service: Service, gate: string): Promise<{ text: string; reused: boolean }> {
  return new Promise((resolve, reject) => {
    const url = service.url + path("wechatLogin");
    const headers = { "x-gate": gate, "content-type": "application/json" };
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => (text += chunk));
      response.on("end", () => resolve({ text: text.trimEnd(), reused: sent.reusedSocket }));
    });
    sent.on("error", reject);
    sent.end(JSON.stringify({ users_wx_code: "a-code" }));
  });
}

describe("a middleware that has another server answer", () => {
  const started = ownService({ hooks: { "gate.pb.js": GATE } });

  test.each(["answers", "answers at length", "answers and goes on"])(
    "(%s) keeps the connection, and is followed by nothing on it",
    async (gate) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const first = await loginOver(agent, started(), gate);
      const second = await loginOver(agent, started(), gate);
      expect([first.text, second.text]).toEqual([OWN_ANSWERS[gate], OWN_ANSWERS[gate]]);
      expect([first.reused, second.reused]).toEqual([false, true]);
      agent.destroy();
    },
  );

  test("asks WeChat nothing, and leaves no line of ours and no error behind", async () => {
    expect(started().sandbox.requests()).toEqual([]);
    const rows = await allLogRows(started());
    expect(rows.filter(({ level, message }) => level >= 4 || message.startsWith("sign-in"))).toEqual([]);
    expect(started().server().output()).not.toMatch(/superfluous|error/i);
  });
});
