import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";
import { projectRoot } from "../../scripts/server-process.ts";
import { operations } from "../support/contract.ts";
import { type Answer, type Call, callOperation, freshPhone, registration } from "../support/service.ts";
import { Deployment } from "./plain-deployment.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox?.close());

const wechatSettings = () => ({ ...sandbox.settings });

/** Deploys for one describe block. */
function deployed(prepare: (deployment: Deployment) => Promise<void>): () => Deployment {
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await Deployment.make();
    await prepare(deployment);
  });
  afterAll(() => deployment?.remove());
  return () => deployment;
}

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Every operation with a call that succeeds, in an order in which each finds what it needs; there is a superuser. */
async function callAll(deployment: Deployment): Promise<{ [operation: string]: number }> {
  const { url } = deployment;
  const statuses: { [operation: string]: number } = {};
  const succeed = async (operation: string, call: Call = {}) => {
    const { status, body } = await callOperation(url, operation, call);
    statuses[operation] = status;
    return body;
  };
  const registered = registration();
  await succeed("helloWorld");
  await succeed("health");
  await succeed("healthGet");
  await succeed("healthHead");
  await succeed("platformRegister", { body: registered });
  await succeed("platformLogin", { body: registered });
  const { token } = await succeed("wechatLogin", { body: { users_wx_code: sandbox.mintLoginCode().code } });
  const form = new FormData();
  form.append("file", new Blob([PNG]), "a.png");
  const { data: avatar } = await succeed("wechatAvatar", { token, body: form });
  const { code } = sandbox.mintPhoneCode({ phone: freshPhone() });
  await succeed("wechatProfile", {
    token,
    body: { users_name: "小明", users_phone_code: code, users_picture: avatar.users_picture },
  });
  await succeed("refreshToken", { token });
  await callScan(succeed, token);
  await succeed("revokeTokens", { token });
  await succeed("usersCount");
  await succeed("doctor", { token: await deployment.admin.token() });
  await callAccount(succeed, registered);
  const pair = [];
  for (let i = 0; i < 2; i++) {
    const { record } = await succeed("platformRegister", { body: registration() });
    pair.push(record.id);
  }
  const [survivor_id, absorbed_id] = pair;
  const body = { survivor_id, absorbed_id };
  await succeed("joinUsers", { token: await deployment.admin.token(), body });
  return statuses;
}

/** What a platform user does with their account, to its end. */
async function callAccount(
  succeed: (operation: string, call: Call) => Promise<Answer["body"]>,
  { users_phone, password }: ReturnType<typeof registration>,
): Promise<void> {
  const { token } = await succeed("platformLogin", { body: { users_phone, password } });
  await succeed("linkWechat", { token, body: { users_wx_code: sandbox.mintLoginCode().code } });
  const { data: unlinked } = await succeed("unlinkWechat", { token });
  const chosen = { password: "correct-horse-9", passwordConfirm: "correct-horse-9" };
  const body = { password_old: password, ...chosen };
  await succeed("changePassword", { token: unlinked.token, body });
  const { code } = sandbox.mintPhoneCode({ phone: users_phone });
  await succeed("resetPassword", { body: { users_phone_code: code, ...chosen } });
  const again = await succeed("platformLogin", { body: { users_phone, password: chosen.password } });
  await succeed("closeAccount", { token: again.token, body: { confirm: true, password: chosen.password } });
}

/** A computer and a phone. */
async function callScan(
  succeed: (operation: string, call?: Call) => Promise<Answer["body"]>,
  token: string,
): Promise<void> {
  const { data } = await succeed("scanStart");
  const { ticket, secret } = data;
  await succeed("scanOpen", { token, body: { ticket } });
  await succeed("scanConfirm", { token, body: { ticket, approve: true } });
  await succeed("scanStatus", { body: { ticket, secret } });
  await succeed("scanLogin", { body: { ticket, secret } });
}

const ALL_SUCCEED = Object.fromEntries(Object.keys(operations).map((operation) => [operation, 200]));

describe("two folders beside the PocketBase binary, started with its defaults", () => {
  const deployment = deployed((made) => {
    made.addSuperuser();
    return made.start(wechatSettings());
  });

  test("serve every operation", async () => {
    expect(await callAll(deployment())).toEqual(ALL_SUCCEED);
  });

  test("serve the contract for API tools, and the page", async () => {
    const contract = await fetch(`${deployment().url}/openapi.yaml`);
    expect(contract.headers.get("content-type")).toBe("application/yaml; charset=utf-8");
    const built = await readFile(join(projectRoot, "openapi.yaml"), "utf8");
    expect(await contract.text()).toBe(
      built.replace("\nservers:\n", '\nservers:\n  - url: "./"\n    description: 本服务\n'),
    );
    expect((await fetch(`${deployment().url}/console`)).status).toBe(200);
  });

  test("need no other file, and PocketBase adds its data folder alone", async () => {
    expect((await readdir(deployment().folder)).sort()).toEqual([
      "pb_data",
      "pb_hooks",
      "pb_migrations",
      "pocketbase",
    ]);
    for (const folder of ["pb_hooks", "pb_migrations"])
      expect(await readdir(join(deployment().folder, folder))).toEqual(
        await readdir(join(projectRoot, folder)),
      );
  });

  test("print nothing but PocketBase's own words", () => {
    expect(deployment().output).not.toMatch(/error|warn|SELECT|wechat|undefined/i);
  });

  test("serve the same users after another start", async () => {
    const { body: before } = await callOperation(deployment().url, "usersCount");
    await deployment().stop();
    await deployment().start(wechatSettings());
    const { body: after } = await callOperation(deployment().url, "usersCount");
    expect(before.data.total_users).toBe(4);
    expect(after.data).toEqual(before.data);
    expect(await callAll(deployment())).toEqual(ALL_SUCCEED);
  });
});

describe("without WECHAT_APPID and WECHAT_SECRET", () => {
  const deployment = deployed((made) => made.start());

  test("everything that does not need WeChat works", async () => {
    const registered = registration();
    const answers = [
      await callOperation(deployment().url, "health"),
      await callOperation(deployment().url, "platformRegister", { body: registered }),
      await callOperation(deployment().url, "platformLogin", { body: registered }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test("WeChat sign-in says that it is not configured, and the log says once what to set", async () => {
    const login = (i: number) =>
      callOperation(deployment().url, "wechatLogin", { body: { users_wx_code: `code-${i}` } });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => login(i)));
    expect(new Set(answers.map(({ status, reason }) => `${status} ${reason}`))).toEqual(
      new Set(["500 wechat_not_configured"]),
    );
    for (const { text } of answers) expect(text).not.toContain("WECHAT_");

    await deployment().stop();
    deployment().addSuperuser();
    await deployment().start();
    const filter = encodeURIComponent("message ~ 'WECHAT_APPID'");
    const { items } = await deployment().admin.request<{ items: { level: number; message: string }[] }>(
      "GET",
      `/api/logs?filter=${filter}`,
    );
    expect(items.map(({ level, message }) => [level, message])).toEqual([
      [8, "WeChat sign-in is not configured: set WECHAT_APPID and WECHAT_SECRET and restart PocketBase"],
    ]);
  });
});

/** An operator's own hook: a route, and a record for each new user. */
const OWN_HOOK = `
routerAdd("GET", "/api/own/orders", (e) => e.json(200, { orders: $app.countRecords("orders") }));
onRecordAfterCreateSuccess((e) => {
  const order = new Record(e.app.findCollectionByNameOrId("orders"));
  order.set("owner", e.record.id);
  e.app.save(order);
  e.next();
}, "tbl_auth_users");
`;

/** An operator's own migration; its name lets it run behind those of the kit. */
const OWN_MIGRATION = `
migrate((app) => {
  const owner = app.findCollectionByNameOrId("tbl_auth_users").id;
  app.save(new Collection({
    type: "base", name: "orders",
    fields: [{ name: "owner", type: "relation", collectionId: owner, maxSelect: 1 }],
  }));
}, (app) => app.delete(app.findCollectionByNameOrId("orders")));
`;

/** One that runs ahead of them. */
const EARLIER_MIGRATION = `
migrate((app) => {
  app.save(new Collection({ type: "base", name: "notices" }));
}, (app) => app.delete(app.findCollectionByNameOrId("notices")));
`;

describe("beside an operator's own hooks and migrations", () => {
  const deployment = deployed(async (made) => {
    await writeFile(join(made.folder, "pb_hooks", "own.pb.js"), OWN_HOOK);
    await writeFile(join(made.folder, "pb_migrations", "1900000000_own.js"), OWN_MIGRATION);
    await writeFile(join(made.folder, "pb_migrations", "1500000000_notices.js"), EARLIER_MIGRATION);
    made.addSuperuser();
    await made.start(wechatSettings());
  });

  test("every operation is served, and so is theirs", async () => {
    expect(await callAll(deployment())).toEqual(ALL_SUCCEED);
    const own = await fetch(`${deployment().url}/api/own/orders`);
    expect([own.status, await own.json()]).toEqual([200, { orders: 4 }]);
  });

  test("their collections are there", async () => {
    const names = await deployment().admin.sql<{ name: string }>(
      "SELECT name FROM _collections ORDER BY name",
    );
    expect(names.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["notices", "orders", "tbl_auth_users", "tbl_company"]),
    );
  });
});
