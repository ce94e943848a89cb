/**
 * Deployments with one thing wrong each, and what has to be said of it.
 * @module
 */
import { chmod, mkdir, rm, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "vitest";
import type { Sandbox } from "../../sandbox/server.ts";
import type { CheckId } from "../../src/doctor/checks.ts";
import type { Deployment } from "../deployment/plain-deployment.ts";
import { callOperation, registration } from "../support/service.ts";
import type { Env, Start } from "./sound-deployment.ts";

export interface BrokenDeployment {
  /** What is wrong. */
  name: string;
  id: CheckId;
  verdict: "broken" | "advice";
  /** What has to stand in what was seen. */
  seen: string | RegExp;
  /** Whether the command cannot see it, and has to say so. */
  serverOnly?: true;
  start?: Start;
  /** Breaks what lies on the disk, before the start. */
  files?: (deployment: Deployment) => Promise<unknown>;
  /** What the environment has besides. */
  env?: (deployment: Deployment) => Promise<Env>;
  /** Breaks what a running service has. */
  running?: (deployment: Deployment, sandbox: Sandbox) => Promise<unknown>;
  /** Headers of the request for a check-up. */
  headers?: { [name: string]: string };
}

const hooks = (file: string, text: string) => (deployment: Deployment) =>
  writeFile(join(deployment.folder, "pb_hooks", file), text);
const settings = (change: object) => (deployment: Deployment) => deployment.admin.settings(change);
const sql = (query: string) => (deployment: Deployment) => deployment.admin.sql(query);
const users = (change: object) => (deployment: Deployment) =>
  deployment.admin.collection("tbl_auth_users", change);

/** Changes the users' fields. */
async function fields(
  { admin }: Deployment,
  change: (fields: { name: string }[]) => object[],
): Promise<unknown> {
  const { fields } = await admin.request<{ fields: { name: string }[] }>(
    "GET",
    "/api/collections/tbl_auth_users",
  );
  return admin.collection("tbl_auth_users", { fields: change(fields) });
}

/** A program that says something else than the real one of its name. */
async function program({ folder }: Deployment, name: string, says: string): Promise<string> {
  const bin = join(folder, "..", "bin");
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, name), `#!/bin/sh\ncat <<'END'\n${says}\nEND\n`);
  await chmod(join(bin, name), 0o755);
  return bin;
}

/** WeChat, with another time. It ends with the test process. */
async function wechatAt(aheadMs: number): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader("Date", new Date(Date.now() + aheadMs).toUTCString());
    response.end(JSON.stringify({ access_token: "a-token-of-nobody", expires_in: 7200 }));
  });
  server.listen(0, "127.0.0.1").unref();
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const DAY = 86_400_000;

/** Makes the kept backup look as old. */
async function ageBackups({ folder }: Deployment, days: number): Promise<void> {
  const time = new Date(Date.now() - days * DAY);
  await utimes(join(folder, "pb_data/backups/kept.zip"), time, time);
}

const refuse = (errcode: number) => (_deployment: Deployment, sandbox: Sandbox) =>
  Promise.resolve(sandbox.setFault({ endpoint: "stable_token", kind: "errcode", errcode, times: 2 }));

export const BROKEN_DEPLOYMENTS: BrokenDeployment[] = [
  {
    name: "a file of an older release among ours",
    id: "kit_files",
    verdict: "broken",
    seen: "pb_hooks/wechat_auth/health.js（与发布时不同）",
    files: hooks("wechat_auth/health.js", "module.exports = { handle: (e) => e.json(200, {}) };\n"),
  },
  {
    name: "a page that was not copied",
    id: "kit_files",
    verdict: "advice",
    seen: "pb_hooks/console/desk.js（缺失）",
    files: ({ folder }) => rm(join(folder, "pb_hooks/console/desk.js")),
  },
  {
    name: "a hook of an operator's that cuts ours off",
    id: "operator_hooks",
    verdict: "broken",
    seen: "own.pb.js 第 2 行的 onRecordAuthWithPasswordRequest",
    files: hooks(
      "own.pb.js",
      '// Notes every attempt.\nonRecordAuthWithPasswordRequest((e) => {\n  $app.logger().info("attempt", "who", e.identity);\n}, "tbl_auth_users");\n',
    ),
  },
  {
    name: "a migration that has not run",
    id: "migrations",
    verdict: "broken",
    seen: "没有执行：1795500310_merged_into_index.js",
    running: sql("DELETE FROM _migrations WHERE file = '1795500310_merged_into_index.js'"),
  },
  {
    name: "files that are older than the database",
    id: "migrations",
    verdict: "advice",
    seen: "1795599999_of_tomorrow.js",
    running: sql("INSERT INTO _migrations (file, applied) VALUES ('1795599999_of_tomorrow.js', 1)"),
  },
  {
    name: "a users' table that anybody may list",
    id: "access_rules",
    verdict: "broken",
    seen: "tbl_auth_users 的 listRule",
    running: users({ listRule: "" }),
  },
  {
    name: "identities that users may change",
    id: "access_rules",
    verdict: "broken",
    seen: "tbl_auth_identities 的 updateRule",
    running: ({ admin }) =>
      admin.collection("tbl_auth_identities", { updateRule: "user = @request.auth.id" }),
  },
  {
    name: "a hidden field that is shown",
    id: "access_rules",
    verdict: "broken",
    seen: "tbl_auth_users 的 users_unionid 不再是隐藏字段",
    running: (deployment) =>
      fields(deployment, (all) =>
        all.map((field) => (field.name === "users_unionid" ? { ...field, hidden: false } : field)),
      ),
  },
  {
    name: "notes of an import that anybody may read",
    id: "access_rules",
    verdict: "broken",
    seen: "tbl_auth_imports 的 listRule",
    running: ({ admin }) => admin.collection("tbl_auth_imports", { listRule: "" }),
  },
  {
    name: "a rule that lets disabled people sign in",
    id: "access_rules",
    verdict: "broken",
    seen: "authRule 是“verified = true”",
    running: users({ authRule: "verified = true" }),
  },
  {
    name: "one-time passwords that go to placeholder addresses",
    id: "sign_in_options",
    verdict: "advice",
    seen: "打开了 OTP",
    running: users({ otp: { enabled: true } }),
  },
  {
    name: "an index that is gone",
    id: "indexes",
    verdict: "broken",
    seen: "缺少唯一索引：tbl_auth_users(users_phone)",
    running: sql("DROP INDEX idx_tbl_auth_users_users_phone"),
  },
  {
    name: "a counter that does not count right",
    id: "users_count",
    verdict: "advice",
    seen: "计数器是 7，实际有 0 人",
    running: async ({ admin }) => {
      // The job that mends it after the start is over, before it could come in between.
      const jobs = await admin.request<{ id: string }[]>("GET", "/api/crons");
      const atStart = "wechat_auth_users_total_at_start";
      if (jobs.some(({ id }) => id === atStart)) await admin.request("POST", `/api/crons/${atStart}`);
      const ended = async () =>
        !(await admin.request<{ id: string }[]>("GET", "/api/crons")).some(({ id }) => id === atStart);
      await expect.poll(ended, { timeout: 30_000 }).toBe(true);
      return admin.sql("UPDATE tbl_auth_users_total SET total = 7");
    },
  },
  {
    name: "a counter that nobody keeps",
    id: "users_count",
    verdict: "broken",
    seen: "缺少触发器：tbl_auth_users_total_insert",
    running: sql("DROP TRIGGER tbl_auth_users_total_insert"),
  },
  {
    name: "a field that new users cannot fill",
    id: "user_fields",
    verdict: "broken",
    seen: "tbl_auth_users 的必填字段：shop",
    running: (deployment) =>
      fields(deployment, (all) => [...all, { name: "shop", type: "text", required: true }]),
  },
  {
    name: "a field that is too short",
    id: "field_limits",
    verdict: "advice",
    seen: "users_name：最长 8 个字符（需要 64）",
    running: (deployment) =>
      fields(deployment, (all) =>
        all.map((field) => (field.name === "users_name" ? { ...field, max: 8 } : field)),
      ),
  },
  {
    name: "a variable with a value of no use",
    id: "environment",
    verdict: "broken",
    seen: "值不可用：WECHAT_TIMEOUT_SECONDS",
    start: { env: { WECHAT_TIMEOUT_SECONDS: "five" } },
  },
  {
    name: "a wrong secret",
    id: "wechat_credentials",
    verdict: "broken",
    seen: "errcode 40001",
    start: { env: { WECHAT_SECRET: "of-yesterday" } },
  },
  {
    name: "an address that WeChat's white list lacks",
    id: "wechat_credentials",
    verdict: "broken",
    seen: /errcode 40164，微信看到的地址是 127\.0\.0\.1/,
    running: refuse(40164),
  },
  {
    name: "WeChat out of reach",
    id: "wechat_credentials",
    verdict: "broken",
    seen: "connection refused",
    start: { env: { WECHAT_API_BASE: "http://127.0.0.1:9" } },
  },
  {
    name: "no mini-program in the service's environment",
    id: "wechat_credentials",
    verdict: "broken",
    seen: "没有配置小程序",
    serverOnly: true,
    start: { env: { WECHAT_APPID: "", WECHAT_SECRET: "" } },
  },
  {
    name: "a clock that is ten minutes behind",
    id: "clock",
    verdict: "broken",
    seen: /比微信的时间慢 (?:599|60\d) 秒$/,
    env: async () => ({ WECHAT_API_BASE: await wechatAt(600_000) }),
  },
  {
    name: "an Application URL that nobody has set",
    id: "application_url",
    verdict: "broken",
    seen: "http://localhost:8090",
    running: settings({ meta: { appURL: "http://localhost:8090" } }),
  },
  {
    name: "a proxy whose header is not trusted",
    id: "trusted_proxy",
    verdict: "broken",
    seen: "请求经过代理（带有 X-Forwarded-For），PocketBase 不信任任何转发头",
    serverOnly: true,
    headers: { "x-forwarded-for": "203.0.113.7" },
  },
  {
    name: "a limiter that is off",
    id: "rate_limiter",
    verdict: "broken",
    seen: "PocketBase 的限流关着",
    running: settings({ rateLimits: { enabled: false } }),
  },
  {
    name: "a route without a budget",
    id: "rate_limiter",
    verdict: "advice",
    seen: "没有规则的接口：POST /api/platform/login",
    running: async ({ admin }) => {
      const { rateLimits } = await admin.request<{ rateLimits: { rules: { label: string }[] } }>(
        "GET",
        "/api/settings",
      );
      const rules = rateLimits.rules.filter(({ label }) => label !== "POST /api/platform/login");
      return admin.settings({ rateLimits: { ...rateLimits, rules } });
    },
  },
  {
    name: "an account that is locked now",
    id: "locked_out",
    verdict: "advice",
    seen: "1 个账号因多次输错密码被锁，最晚约 15 分钟后解开",
    serverOnly: true,
    running: async ({ url }) => {
      const { users_phone, ...body } = registration();
      await callOperation(url, "platformRegister", { body: { ...body, users_phone } });
      const guess = { users_phone, password: "wrong-password-1" };
      for (let i = 0; i < 6; i++) await callOperation(url, "platformLogin", { body: guess });
    },
  },
  {
    name: "hook files that are loaded as they change",
    id: "hooks_watch",
    verdict: "advice",
    seen: "--hooksWatch 开着",
    serverOnly: true,
    start: { flags: ["--hooksWatch=true"] },
  },
  {
    name: "a runtime made anew for each call",
    id: "hooks_pool",
    verdict: "advice",
    seen: "--hooksPool=0",
    serverOnly: true,
    start: { flags: ["--hooksPool=0"] },
  },
  {
    name: "settings in clear",
    id: "settings_encryption",
    verdict: "advice",
    seen: "明文",
    start: { encrypted: false },
  },
  {
    name: "no backup and no plan for one",
    id: "backups",
    verdict: "advice",
    seen: "没有任何备份，也没有计划",
    files: ({ folder }) => rm(join(folder, "pb_data/backups"), { recursive: true }),
    running: settings({ backups: { cron: "" } }),
  },
  {
    name: "a plan for backups that is not carried out",
    id: "backups",
    verdict: "broken",
    seen: "最新的备份是 20 天前的，计划 0 3 * * *",
    files: (deployment) => ageBackups(deployment, 20),
  },
  {
    name: "a standby that has fallen behind",
    id: "standby",
    verdict: "broken",
    seen: /副本上次更新是 (?:59\d|60\d) 秒前$/,
    env: async (deployment) => {
      const at = new Date(Date.now() - 600_000).toISOString();
      const path = join(deployment.folder, "pb_data/data.db");
      const says = JSON.stringify({ databases: [{ path, status: "replicating", last_sync_at: at }] });
      const bin = await program(deployment, "litestream", says);
      return { STANDBY_STATE: "/var/lib/pocketbase/standby", LITESTREAM_BIN: join(bin, "litestream") };
    },
  },
  {
    name: "a log that is kept for five days",
    id: "log_retention",
    verdict: "advice",
    seen: "保留 5 天",
    running: settings({ logs: { maxDays: 5 } }),
  },
  {
    name: "a disk that is nearly full",
    id: "disk_space",
    verdict: "broken",
    seen: "还剩 0.1 GiB（1%）",
    env: async (deployment) => {
      const head = "Filesystem 1024-blocks Used Available Capacity Mounted on";
      const bin = await program(deployment, "df", `${head}\n/dev/vda1 10485760 10380000 105760 99% /`);
      return { PATH: bin + ":/usr/bin:/bin" };
    },
  },
];
