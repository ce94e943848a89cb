import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";
import { Admin } from "../support/admin.ts";
import { callOperation, registration, SUPERUSER } from "../support/service.ts";
import { Deployment } from "./plain-deployment.ts";

const KEY = { KIT_KEY: "0123456789abcdef0123456789abcdef" };
const FLAG = "--encryptionEnv=KIT_KEY";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox?.close());

const running: Deployment[] = [];
afterEach(async () => {
  for (const deployment of running.splice(0)) await deployment.remove();
});

/** A deployment whose settings are encrypted; KEY has to be in its environment. */
async function encrypted(): Promise<Deployment> {
  const deployment = await Deployment.make();
  running.push(deployment);
  deployment.run(["superuser", "upsert", SUPERUSER.email, SUPERUSER.password, FLAG], { env: KEY });
  await start(deployment);
  return deployment;
}

const start = (deployment: Deployment, env: { [name: string]: string } = KEY) =>
  deployment.start({ ...sandbox.settings, ...env }, FLAG);

interface RateLimits {
  rateLimits: { enabled: boolean; rules: { label: string }[] };
}
const budgets = async ({ admin }: Pick<Deployment, "admin">) => {
  const { rateLimits } = await admin.request<RateLimits>("GET", "/api/settings");
  return rateLimits.rules.map(({ label }) => label);
};

const storedSettings = ({ admin }: Deployment) =>
  admin.sql<{ value: string }>("SELECT value FROM _params WHERE id = 'settings'");

async function signUp({ url }: Deployment) {
  const registered = registration();
  const { status, body } = await callOperation(url, "platformRegister", { body: registered });
  expect(status).toBe(200);
  return { ...registered, token: String(body.token) };
}

const login = async (
  { url }: Deployment,
  { users_phone, password }: { users_phone: string; password: string },
) => (await callOperation(url, "platformLogin", { body: { users_phone, password } })).status;

describe("a deployment whose settings are encrypted", () => {
  test("starts, serves, and keeps no setting in the clear", async () => {
    const deployment = await encrypted();
    const person = await signUp(deployment);
    expect(await login(deployment, person)).toBe(200);
    expect(await budgets(deployment)).toContain("POST /api/wechat/login");
    const [settings] = await storedSettings(deployment);
    expect(settings?.value).not.toMatch(/^\{|rateLimits/);
  });

  test("goes down and up again", async () => {
    const deployment = await encrypted();
    const before = await budgets(deployment);
    const person = await signUp(deployment);
    await deployment.stop();
    const count = (await readdir(join(deployment.folder, "pb_migrations"))).length;
    const down = deployment.run(["migrate", "down", String(count), FLAG], { input: "y\n", env: KEY });
    expect(down).toContain("Reverted 1795500000_brought_along.js");
    deployment.run(["migrate", "up", FLAG], { env: KEY });
    await start(deployment);
    expect(await budgets(deployment)).toEqual(before);
    expect(await login(deployment, person)).toBe(200);
    expect((await storedSettings(deployment))[0]?.value).not.toMatch(/^\{/);
  });

  test.each([
    ["without the key", { KIT_KEY: "" }, "missing encryption key"],
    ["with another key", { KIT_KEY: "f".repeat(32) }, "message authentication failed"],
  ])(
    "does not start %s, which PocketBase says in a line, and starts again with it",
    async (_what, env, line) => {
      const deployment = await encrypted();
      const person = await signUp(deployment);
      await deployment.stop();
      await expect(start(deployment, env)).rejects.toThrow(line);
      await start(deployment);
      expect(await login(deployment, person)).toBe(200);
    },
  );
});

/** Makes a backup and puts it into another deployment, which then restarts itself with what it holds. */
async function backedUp(first: Deployment, second: Deployment): Promise<void> {
  await first.admin.request("POST", "/api/backups", { name: "kept.zip" });
  const form = new FormData();
  const zip = await readFile(join(first.folder, "pb_data/backups/kept.zip"));
  form.append("file", new Blob([new Uint8Array(zip)], { type: "application/zip" }), "kept.zip");
  const authorization = await second.admin.token();
  const upload = await fetch(`${second.url}/api/backups/upload`, {
    method: "POST",
    headers: { authorization },
    body: form,
  });
  expect(upload.status).toBe(204);
  const restore = await fetch(`${second.url}/api/backups/kept.zip/restore`, {
    method: "POST",
    headers: { authorization },
  });
  expect(restore.status).toBe(204);
}

describe("a backup of a deployment whose settings are encrypted", () => {
  test("restores with the key: everybody signs in, and tokens stay good", async () => {
    const first = await encrypted();
    const second = await encrypted();
    const person = await signUp(first);
    await backedUp(first, second);
    await second.printed("Server started", 2);
    expect(await login(second, person)).toBe(200);
    expect((await callOperation(second.url, "refreshToken", { token: person.token })).status).toBe(200);
    // The superuser is the first one's now.
    const admin = new Admin(() => second.url, SUPERUSER);
    expect(await budgets({ admin })).toContain("POST /api/wechat/login");
  });

  test("is of no use without the key, and of full use as soon as it is there", async () => {
    const first = await encrypted();
    const second = await Deployment.make();
    running.push(second);
    second.addSuperuser();
    await second.start({ ...sandbox.settings });
    const person = await signUp(first);
    await backedUp(first, second);
    await second.exited;
    expect(second.output).toContain("missing encryption key");
    await start(second);
    expect(await login(second, person)).toBe(200);
  });
});
