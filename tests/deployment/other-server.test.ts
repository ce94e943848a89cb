import { copyFile, cp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";
import { projectRoot } from "../../scripts/server-process.ts";
import { registration } from "../support/service.ts";
import { Deployment } from "./plain-deployment.ts";

const OURS = await readdir(join(projectRoot, "pb_migrations"));
const fixture = (name: string) => fileURLToPath(new URL(`../migrations/fixtures/${name}`, import.meta.url));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox?.close());

const running: Deployment[] = [];
afterEach(async () => {
  for (const deployment of running.splice(0)) await deployment.remove();
});

async function deploy(): Promise<Deployment> {
  const deployment = await Deployment.make();
  running.push(deployment);
  return deployment;
}

const migrations = (deployment: Deployment) => join(deployment.folder, "pb_migrations");

/** How the first server came by its collections. */
const ORIGINS: { [origin: string]: string | null } = {
  "made by the kit": null,
  "adopted under other ids": "other_ids",
  "adopted with other types of fields": "own_limits",
  "adopted from the older layout": "older_layout",
};

async function firstServer(origin: string | null): Promise<Deployment> {
  const deployment = await deploy();
  if (origin) await cp(fixture(origin), migrations(deployment), { recursive: true });
  deployment.addSuperuser();
  await deployment.start({ ...sandbox.settings });
  return deployment;
}

/** Files that the server's operation has left in its pb_migrations. */
async function ownFiles(deployment: Deployment): Promise<string[]> {
  return (await readdir(migrations(deployment))).filter((name) => !OURS.includes(name) && !/^16/.test(name));
}

/** A fresh server with the kit and these files of another, in one of both orders of names. */
async function freshServer(
  from: Deployment,
  files: string[],
  order: "ahead" | "behind",
): Promise<Deployment> {
  const deployment = await deploy();
  for (const name of files) {
    // PocketBase names them by the second; the kit's were written at some day before or after.
    const number = Number(name.slice(0, 10)) - (order === "ahead" ? 100_000_000 : -100_000_000);
    await copyFile(join(migrations(from), name), join(migrations(deployment), `${number}${name.slice(10)}`));
  }
  deployment.addSuperuser();
  await deployment.start({ ...sandbox.settings });
  return deployment;
}

/** Everything about our collections but what is secret. */
async function collections({ admin }: Deployment) {
  const { items } = await admin.request<{
    items: { id: string; name: string; indexes: string[]; [option: string]: unknown }[];
  }>("GET", "/api/collections?perPage=500");
  const ours = items.filter(({ name }) => name.startsWith("tbl_"));
  return Object.fromEntries(
    ours.map(({ created: _created, updated: _updated, indexes, ...options }) => [
      options.name,
      { ...options, indexes: indexes.toSorted() },
    ]),
  );
}

/** Triggers and indexes, which no collection tells. */
async function schema({ admin }: Deployment): Promise<unknown[]> {
  return admin.sql(
    "SELECT type, name, tbl_name FROM sqlite_master WHERE tbl_name LIKE 'tbl_%' AND sql IS NOT NULL ORDER BY type, name",
  );
}

async function expectSignIns({ url }: Deployment): Promise<void> {
  const send = async (path: string, body: object) => {
    const response = await fetch(url + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect([path, response.status, await response.text()]).toEqual([path, 200, expect.any(String)]);
  };
  const registered = registration();
  await send("/api/platform/register", registered);
  await send("/api/platform/login", registered);
  await send("/api/wechat/login", { users_wx_code: sandbox.mintLoginCode().code });
  await send("/api/system/users-count", {});
}

describe.each(Object.entries(ORIGINS))("a snapshot of collections that were %s", (_title, origin) => {
  test.each(["ahead", "behind"] as const)(
    "%s of ours: a fresh server starts, and is the same",
    async (order) => {
      const first = await firstServer(origin);
      first.run(["migrate", "collections"], { input: "y\n" });
      const files = await ownFiles(first);
      expect(files).toEqual([expect.stringMatching(/^\d{10}_collections_snapshot\.js$/)]);

      const fresh = await freshServer(first, files, order);
      expect(await collections(fresh)).toEqual(await collections(first));
      expect(await schema(fresh)).toEqual(await schema(first));
      await expectSignIns(fresh);

      await fresh.stop();
      await fresh.start({ ...sandbox.settings });
      await expectSignIns(fresh);
    },
  );
});

const CHANGES = async ({ admin }: Deployment) => {
  const { id, fields } = await admin.request<{ id: string; fields: { name: string }[] }>(
    "GET",
    "/api/collections/tbl_auth_users",
  );
  const orders = [{ name: "buyer", type: "relation", collectionId: id, maxSelect: 1 }];
  await admin.request("POST", "/api/collections", { name: "purchases", type: "base", fields: orders });
  await admin.collection("tbl_auth_users", {
    authRule: "users_status >= 0 && users_level != 'blocked'",
    fields: [
      ...fields.map((field) => (field.name === "users_name" ? { ...field, max: 30 } : field)),
      { name: "badge", type: "text" },
    ],
  });
};

describe.each(Object.entries(ORIGINS).slice(0, 2))(
  "files that automigrate wrote where the collections were %s",
  (_title, origin) => {
    test("behind ours: a fresh server starts, with the same changes", async () => {
      const first = await firstServer(origin);
      await CHANGES(first);
      const files = await ownFiles(first);
      expect(files.map((name) => name.slice(11)).sort()).toEqual([
        "created_purchases.js",
        "updated_tbl_auth_users.js",
      ]);
      const fresh = await freshServer(first, files, "behind");
      const { tbl_auth_users } = await collections(fresh);
      expect(tbl_auth_users).toMatchObject({
        id: (await collections(first)).tbl_auth_users?.id,
        authRule: "users_status >= 0 && users_level != 'blocked'",
        fields: expect.arrayContaining([
          expect.objectContaining({ name: "users_name", max: 30 }),
          expect.objectContaining({ name: "badge" }),
        ]),
      });
      expect(await schema(fresh)).toEqual(await schema(first));
      await expectSignIns(fresh);
    });
  },
);

describe("files that automigrate wrote before the kit came", () => {
  test.each(["ahead", "behind"] as const)(
    "%s of ours: a fresh server starts, and is the same",
    async (order) => {
      const first = await deploy();
      for (const name of OURS) await rm(join(migrations(first), name));
      await rm(join(first.folder, "pb_hooks"), { recursive: true });
      first.addSuperuser();
      await first.start();
      await first.admin.request("POST", "/api/collections", {
        id: "k3x0p9q8r7s6t5u",
        name: "tbl_auth_users",
        type: "auth",
        fields: [
          { id: "a1b2c3d4", name: "users_name", type: "text", max: 20 },
          { name: "users_type", type: "text" },
          { name: "member_number", type: "text" },
        ],
      });
      await first.stop();
      for (const name of ["pb_hooks", "pb_migrations"])
        await cp(join(projectRoot, name), join(first.folder, name), { recursive: true });
      await first.start({ ...sandbox.settings });
      const files = await ownFiles(first);
      expect(files).toEqual([expect.stringMatching(/_created_tbl_auth_users\.js$/)]);

      const fresh = await freshServer(first, files, order);
      expect(await collections(fresh)).toEqual(await collections(first));
      expect(await schema(fresh)).toEqual(await schema(first));
      await expectSignIns(fresh);
      // It is not made a second time later on.
      await fresh.stop();
      await fresh.start({ ...sandbox.settings });
      await expectSignIns(fresh);
    },
  );
});
