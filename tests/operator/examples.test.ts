import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "../../scripts/server-process.ts";
import { allLogRows } from "../support/log-rows.ts";
import { registration, type Service, startService } from "../support/service.ts";
import { loginCall } from "./support.ts";

/** File name → text of each example on a page. */
async function examplesOf(page: string): Promise<{ [file: string]: string }> {
  const text = await readFile(join(projectRoot, page), "utf8");
  const blocks = [...text.matchAll(/```js\n\/\/ pb_hooks\/(\S+)\n([\s\S]*?)```/g)];
  return Object.fromEntries(blocks.map(([, file = "", code = ""]) => [file, code]));
}

const hooks = await examplesOf("docs/extending.md");

let service: Service;
let crm: Server;
const told: object[] = [];
let crmStatus = 200;

beforeAll(async () => {
  crm = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      told.push(JSON.parse(body));
      response.writeHead(crmStatus).end();
    });
  }).listen(0, "127.0.0.1");
  await once(crm, "listening");
  const CRM_URL = `http://127.0.0.1:${(crm.address() as AddressInfo).port}/users`;
  service = await startService({ hooks, env: { CRM_URL } });
  for (const name of ["blocked_users", "coupons"])
    await service.admin.request("POST", "/api/collections", {
      name,
      type: "base",
      fields: [{ name: "user", type: "text" }],
    });
  const companies = await service.admin.request<{ fields: object[] }>("GET", "/api/collections/tbl_company");
  await service.admin.collection("tbl_company", {
    fields: [...companies.fields, { name: "closed", type: "bool" }],
  });
});
afterAll(async () => {
  await service?.close();
  crm?.close();
});

/** The examples add to answers, which the contract of the stock collections does not know. */
async function post(path: string, body: object, headers: { [name: string]: string } = {}) {
  const response = await fetch(service.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- compared as a whole
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
}

const login = (user: string) => post("/api/wechat/login", loginCall(service, user).body as object);
const add = (collection: string, values: object) =>
  service.admin.request<{ id: string }>("POST", `/api/collections/${collection}/records`, values);

test("both pages have the same examples", async () => {
  expect(Object.keys(hooks)).toHaveLength(5);
  expect(await examplesOf("docs/zh/extending.md")).toEqual(hooks);
});

test("a list of users is refused at login and at renewal, until they are taken off it", async () => {
  const { body } = await login("blocked");
  const refusal = { code: 403, msg: "账号已被限制登录", data: { reason: "refused" } };
  const { id } = await add("blocked_users", { user: body.record.id });
  expect((await login("blocked")).body).toEqual(refusal);
  expect((await post("/api/system/refresh-token", {}, { authorization: body.token })).body).toEqual(refusal);
  await service.admin.request("DELETE", `/api/collections/blocked_users/records/${id}`);
  expect((await login("blocked")).status).toBe(200);
});

test("a field is added to the answer", async () => {
  const { body } = await login("collector");
  expect(body.meta.coupons).toBe(0);
  await add("coupons", { user: body.record.id });
  expect((await login("collector")).body.meta).toMatchObject({
    coupons: 1,
    data: { status: "login_success" },
  });
});

test("a registration is refused by its company, and nobody is made", async () => {
  await add("tbl_company", { company_id: "closed", company_name: "甲", closed: true });
  await add("tbl_company", { company_id: "open", company_name: "乙" });
  const before = await service.admin.countUsers();
  expect((await post("/api/platform/register", registration({ company_id: "closed" }))).body).toEqual({
    code: 400,
    msg: "该公司已停止注册",
    data: { reason: "refused", fields: { company_id: "该公司已停止注册" } },
  });
  expect(await service.admin.countUsers()).toBe(before);
  expect((await post("/api/platform/register", registration({ company_id: "open" }))).status).toBe(200);
});

test("another system is told of a new user, whose sign-up does not depend on it", async () => {
  told.length = 0;
  const first = await login("told");
  await login("told");
  expect(told).toEqual([{ id: first.body.record.id, kind: "WeChat" }]);
  crmStatus = 503;
  expect((await login("not told")).body.meta.data.status).toBe("register_success");
  const errors = (await allLogRows(service)).filter(({ level }) => level === 8);
  expect(errors.map(({ data }) => data.cause)).toEqual([expect.stringContaining("the CRM answered 503")]);
});

test("a maintenance window lets nobody but superusers in, and says for how long", async () => {
  await service.restart({ env: { MAINTENANCE: "on" } });
  service.sandbox.clearRequests();
  const refused = await login("early");
  expect([refused.status, refused.headers.get("retry-after"), refused.body]).toEqual([
    503,
    "600",
    { code: 503, msg: "系统维护中，请稍后再来", data: { reason: "refused" } },
  ]);
  expect(service.sandbox.requests()).toEqual([]);
  expect((await post("/api/system/health", {})).status).toBe(200);
  const authorization = await service.admin.token();
  expect((await post("/api/wechat/login", loginCall(service).body as object, { authorization })).status).toBe(
    200,
  );
});
