/**
 * What is measured, against what, and how good it has to be.
 * @module
 */
import { grouped } from "../tools/markdown.ts";
import { accountScenarios } from "./account-scenarios.ts";
import { fillTickets, fillUsers, MANY_TICKETS } from "./fill.ts";
import type { Load } from "./load.ts";
import { baseUrls } from "./loopback.ts";
import { anybodysLogin, bearer, knownLogin, native, newLogin, post, withUsers } from "./requests.ts";
import type { Comparison, Scenario } from "./scenario.ts";
import { PASSWORD } from "./stage.ts";

const nativePassword = (email: string): Load =>
  post(native("auth-with-password"), 200, { body: JSON.stringify({ identity: email, password: PASSWORD }) });

/** bcrypt keeps both cores busy by itself: more connections would only queue. */
const BCRYPT_CONNECTIONS = 4;

export const scenarios: Scenario[] = [
  {
    id: "refresh-token",
    title: "refresh-token with a valid token ÷ native auth-refresh",
    async prepare(stages) {
      const { stage, users } = await withUsers(stages, "refresh");
      const auth = bearer(users.wechat.token);
      return [
        {
          ours: { name: "refresh-token", stage, load: post("/api/system/refresh-token", 200, auth) },
          base: { name: "native auth-refresh", stage, load: post(native("auth-refresh"), 200, auth) },
          metric: "requests/s",
          target: 1,
        },
      ];
    },
  },
  {
    id: "wechat-login-known",
    title: "wechat/login of a known user ÷ native auth-refresh",
    async prepare(stages) {
      const { stage, users } = await withUsers(stages, "known");
      return [
        {
          ours: { name: "wechat/login, known user", stage, load: knownLogin(stages) },
          base: {
            name: "native auth-refresh",
            stage,
            load: post(native("auth-refresh"), 200, bearer(users.wechat.token)),
          },
          metric: "CPU µs/request",
          target: 1.7,
        },
      ];
    },
  },
  {
    id: "wechat-addresses",
    title: "wechat/login with eight addresses of WeChat ÷ with one, over TLS as WeChat itself",
    async prepare(stages) {
      const front = await stages.tlsFront(8);
      const behind = (addresses: number) => ({
        env: { SSL_CERT_FILE: front.certificate, WECHAT_API_BASE: baseUrls(front.url, addresses) },
      });
      const eight = await withUsers(stages, "eight", behind(8));
      const one = await withUsers(stages, "one", behind(1));
      const load = knownLogin(stages);
      return [
        {
          ours: { name: "wechat/login, eight addresses of WeChat, TLS", stage: eight.stage, load },
          base: { name: "wechat/login, one address, TLS", stage: one.stage, load },
          metric: "CPU µs/request",
          target: 0.9,
        },
      ];
    },
  },
  {
    id: "wechat-login-new",
    title: "wechat/login of a new user ÷ native password login",
    async prepare(stages) {
      const { stage, users } = await withUsers(stages, "new");
      return [
        {
          ours: { name: "wechat/login, new user", stage, load: newLogin(stages) },
          base: {
            name: "native auth-with-password",
            stage,
            load: nativePassword(users.platform.email),
            connections: BCRYPT_CONNECTIONS,
          },
          metric: "requests/s",
          target: 25,
        },
      ];
    },
  },
  {
    id: "platform-login",
    title: "platform/login ÷ native auth-with-password",
    async prepare(stages) {
      const { stage, users } = await withUsers(stages, "platform");
      // The same data served without our hooks: with them, the native route would carry our lock.
      const plain = await stages.start(await stages.copyData(stage.dataDir, "platform-plain"), {
        hooks: false,
      });
      const body = JSON.stringify({ users_phone: users.platform.phone, password: PASSWORD });
      return [
        {
          ours: {
            name: "platform/login",
            stage,
            load: post("/api/platform/login", 200, { body }),
            connections: BCRYPT_CONNECTIONS,
          },
          base: {
            name: "native auth-with-password, PocketBase without hooks",
            stage: plain,
            load: nativePassword(users.platform.email),
            connections: BCRYPT_CONNECTIONS,
          },
          metric: "requests/s",
          target: 0.97,
        },
      ];
    },
  },
  {
    id: "large-table",
    title: "a large user table ÷ 1,000 users",
    async prepare(stages, size) {
      const small = await withUsers(stages, "small");
      const large = await withUsers(stages, "large");
      const fewer = await fillUsers(small.stage, 1000, [stages.sandbox.appid]);
      const many = await fillUsers(large.stage, size, [stages.sandbox.appid]);
      const users = grouped(size);
      const compare = (name: string, loadOf: (filled: number) => Load, target: number): Comparison => ({
        ours: { name: `${name}, ${users} users`, stage: large.stage, load: loadOf(many) },
        base: { name: `${name}, 1,000 users`, stage: small.stage, load: loadOf(fewer) },
        metric: "requests/s",
        target,
      });
      const unknown = JSON.stringify({ users_phone: "19900000000", password: PASSWORD });
      return [
        compare("users-count", () => post("/api/system/users-count", 200), 0.8),
        // Anybody of them, so that the whole table is in use.
        compare("wechat/login, known user", (filled) => anybodysLogin(stages, filled), 0.9),
        compare(
          "platform lookup (unknown phone)",
          () => post("/api/platform/login", 404, { body: unknown }),
          0.9,
        ),
      ];
    },
  },
  ...accountScenarios,
  {
    id: "health",
    title: "health ÷ native health",
    async prepare(stages) {
      const { stage } = await withUsers(stages, "health");
      return [
        {
          ours: { name: "health", stage, load: post("/api/system/health", 200) },
          base: {
            name: "native /api/health",
            stage,
            load: { method: "GET", path: "/api/health", status: 200 },
          },
          metric: "requests/s",
          target: 0.65,
        },
      ];
    },
  },
  {
    id: "scan-status",
    title: "scan-status of a ticket that waits ÷ health",
    async prepare(stages) {
      const env = { ...MANY_TICKETS, SCAN_LINK_BASE: "https://example.com/scan", SCAN_POLL_SECONDS: "0" };
      const { stage } = await withUsers(stages, "scan", { env });
      const tickets = await fillTickets(stage);
      let turn = 0;
      // In turns: as many as there may be, which live two minutes.
      const body = () => tickets[turn++ % tickets.length] ?? "";
      return [
        {
          ours: {
            name: "scan-status, pending",
            stage,
            load: post("/api/platform/scan-status", 200, { body }),
          },
          base: { name: "health", stage, load: post("/api/system/health", 200) },
          metric: "CPU µs/request",
          target: 1.5,
        },
      ];
    },
  },
  {
    id: "fresh-runtime",
    title: "our routes ÷ a one-line handler, a fresh runtime for every call (--hooksPool=0)",
    async prepare(stages) {
      const { stage, users } = await withUsers(stages, "fresh", { hooksPool: 0 });
      // The same request to both: with a token, PocketBase loads its user for either.
      const compare = (name: string, path: string, rest: Partial<Load> = {}): Comparison => ({
        ours: { name: `${name}, fresh runtime`, stage, load: post(path, 200, rest) },
        base: {
          name: `one-line handler${rest.headers ? ", with the same token" : ""}`,
          stage,
          load: post("/bench/one-line", 200, rest),
        },
        metric: "requests/s",
        target: 0.7,
      });
      return [
        compare("health", "/api/system/health"),
        compare("users-count", "/api/system/users-count"),
        compare("refresh-token", "/api/system/refresh-token", bearer(users.wechat.token)),
      ];
    },
  },
  {
    id: "native-routes",
    title: "native routes with our hooks ÷ PocketBase without hooks",
    async prepare(stages) {
      const { stage, users } = await withUsers(stages, "native");
      const plain = await stages.start(await stages.copyData(stage.dataDir, "native-plain"), {
        hooks: false,
      });
      const compare = (name: string, load: Load): Comparison => ({
        ours: { name: `${name}, with our hooks`, stage, load },
        base: { name: `${name}, without hooks`, stage: plain, load },
        metric: "requests/s",
        target: 0.98,
      });
      return [
        compare("native /api/health", { method: "GET", path: "/api/health", status: 200 }),
        compare("native auth-refresh", post(native("auth-refresh"), 200, bearer(users.wechat.token))),
      ];
    },
  },
];
