import { once } from "node:events";
import { createServer, request as forward, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Service, startService } from "../support/service.ts";
import {
  alert,
  announced,
  detail,
  eventually,
  refresh,
  register,
  send,
  state,
  statusCard,
} from "./actions.ts";
import { onStage } from "./stage.ts";

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' https: http: data:; " +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const FILES = {
  "/console": "text/html; charset=utf-8",
  "/console/style.css": "text/css; charset=utf-8",
  "/console/app.js": "text/javascript; charset=utf-8",
  "/console/desk": "text/html; charset=utf-8",
  "/console/desk-style.css": "text/css; charset=utf-8",
  "/console/desk.js": "text/javascript; charset=utf-8",
  "/console/avatar.svg": "image/svg+xml",
};
/** What users have in their records stays, page or no page. */
const ALWAYS = "/console/avatar.svg";

describe("the files of the page", () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service?.close());
  const get = (path: string) => fetch(service.url + path);

  test.each(Object.entries(FILES))("%s is served as %s under a strict policy", async (path, type) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": type,
      "content-security-policy": POLICY,
      "referrer-policy": "no-referrer",
      "cache-control": "no-cache",
      "x-content-type-options": "nosniff",
    });
  });

  test("scripts and styles travel compressed", async () => {
    for (const file of ["app.js", "desk.js", "desk-style.css"])
      expect([file, (await get(`/console/${file}`)).headers.get("content-encoding")]).toEqual([file, "gzip"]);
  });

  test.each([
    "/console/index.html",
    "/console/desk.html",
    "/console/app.ts",
    "/console/..%2fwechat_auth.pb.js",
    "/console/toString",
  ])("%s is not served", async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test("CONSOLE_ENABLED=false turns the pages off, and the routes and the picture for everybody stay", async () => {
    await service.restart({ env: { CONSOLE_ENABLED: "false" } });
    for (const path of Object.keys(FILES)) {
      const answer = await get(path);
      const status = path === ALWAYS ? 200 : 404;
      expect([path, answer.status, /统一登录|运营台/.test(await answer.text())]).toEqual([
        path,
        status,
        false,
      ]);
    }
    expect((await service.call("health")).status).toBe(200);
  });
});

/** What nginx does for `location /pb/ { proxy_pass http://…/; }`, with its own page when nothing answers behind it. */
async function startProxy(target: () => string): Promise<{ url: string; paths: string[]; server: Server }> {
  const paths: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? "";
    paths.push(path);
    if (!path.startsWith("/pb/")) return void outgoing.writeHead(404).end();
    const { method, headers } = incoming;
    const upstream = forward(target() + path.slice(3), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    upstream.on("error", () =>
      outgoing.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>"),
    );
    incoming.pipe(upstream);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}`, paths, server };
}

onStage("the page and its service", {}, (stage) => {
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  beforeAll(async () => {
    proxy = await startProxy(() => stage.service.url);
  });
  afterAll(() => {
    proxy?.server.closeAllConnections();
    proxy?.server.close();
  });

  test("loads, registers, renews and links below the prefix of a proxy alone", async () => {
    const page = await stage.open({ url: `${proxy.url}/pb/console` });
    await register(page);
    await page.getByRole("button", { name: "续期令牌" }).click();
    await announced(page, "令牌已续期");
    expect(proxy.paths.filter((path) => !path.startsWith("/pb/"))).toEqual([]);
    expect(proxy.paths).toContain("/pb/api/platform/register");
    const links = await page
      .locator("footer a")
      .evaluateAll((all) => all.map((one) => String(one["href" as keyof typeof one])));
    expect(links).toEqual([
      `${proxy.url}/pb/openapi.yaml`,
      `${proxy.url}/pb/console/desk`,
      `${proxy.url}/pb/_/`,
    ]);
  });

  test("says that the service is down, and that it is back", async () => {
    const page = await stage.open({ url: `${proxy.url}/pb/console` });
    await stage.service.server().stop();

    await refresh(page);
    await announced(page, "服务状态：服务的应答无法识别（HTTP 502）");
    expect(await state(page).getAttribute("data-state")).toBe("bad");
    expect(await detail(page, "用户总数")).toBe("—");
    expect(await statusCard(page).locator(".advice").textContent()).toMatch(
      /^可能是服务前面的代理出了问题，请稍后再试。上次正常：\d\d:\d\d:\d\d。每 5 秒自动再试。$/,
    );
    await send(page, "login", { users_phone: "13800138000", password: "whatever" });
    await alert(page).filter({ hasText: "服务的应答无法识别（HTTP 502）" }).waitFor();

    await stage.service.restart();
    // By itself: nobody asks.
    await announced(page, "服务已恢复，请再试一次");
    expect(await state(page).getAttribute("data-state")).toBe("good");
    expect(await detail(page, "用户总数")).toMatch(/^\d+$/);
    expect(await statusCard(page).locator(".advice").count()).toBe(0);
    expect(await alert(page).count()).toBe(0);
  });

  test("takes every answer as news of the service, and asks often while it is out of order", async () => {
    const page = await stage.open({ clock: Date.now() });
    await page.clock.pauseAt(Date.now() + 10_000);
    let asked = 0;
    page.on("request", (request) => (asked += request.url().endsWith("/health") ? 1 : 0));
    await page.route("**/api/**", (route) => route.abort());
    await send(page, "login", { users_phone: "13800138000", password: "whatever" });
    await alert(page).getByText("连接不上服务").waitFor();
    expect([await state(page).textContent(), asked]).toEqual(["连接不上服务", 0]);

    for (const times of [1, 2, 3]) {
      // The next question is due five seconds after this one has failed, not after it was asked.
      const failed = page.waitForEvent("requestfailed");
      await page.clock.runFor(5_000);
      await eventually(() => asked).toBe(times);
      await failed;
      await page.evaluate("Promise.resolve()");
    }
    await page.unroute("**/api/**");
    await send(page, "login", { users_phone: "13800138000", password: "whatever" });
    await page.getByText("用户不存在").waitFor();
    expect([await state(page).textContent(), asked]).toEqual(["运行正常", 3]);
  });

  test("asks for the status every half minute while somebody looks, and not while the page is hidden", async () => {
    const page = await stage.open({ clock: Date.now() });
    await page.clock.pauseAt(Date.now() + 10_000);
    const before = Number(await detail(page, "用户总数"));
    const counted = (more: number) =>
      page
        .locator(".figure")
        .getByText(String(before + more), { exact: true })
        .waitFor({ state: "attached" });
    let asked = 0;
    page.on("request", (request) => (asked += request.url().endsWith("/health") ? 1 : 0));
    const hide = (hidden: boolean) =>
      page.evaluate(
        `Object.defineProperty(document, "hidden", { value: ${hidden}, configurable: true });
         document.dispatchEvent(new Event("visibilitychange"))`,
      );

    await stage.service.platformUser();
    const again = page.waitForResponse("**/users-count");
    await page.clock.fastForward(30_000);
    await again;
    await counted(1);
    expect(asked).toBe(1);

    await hide(true);
    await page.clock.fastForward(600_000);
    expect(asked).toBe(1);

    await stage.service.platformUser();
    await hide(false);
    await page.clock.runFor(1);
    await counted(2);
    expect(asked).toBe(2);
  });

  test("tells an unreachable service and a silent database apart, and notices that the network is back", async () => {
    const page = await stage.open();
    await page.context().setOffline(true);
    await refresh(page);
    await announced(page, "服务状态：连接不上服务");
    await page.context().setOffline(false);
    await statusCard(page).getByText("运行正常").waitFor();
    const answer = {
      code: 503,
      msg: "数据库暂时不可用，请稍后再试",
      data: { reason: "database_unavailable" },
    };
    await page.route("**/api/system/health", (route) => route.fulfill({ status: 503, json: answer }));
    await refresh(page);
    await announced(page, "服务状态：数据库暂时不可用，请稍后再试");
  });
});
