import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";
import { freePort } from "../../scripts/server-process.ts";
import { ownService } from "../support/scenarios.ts";

describe("several addresses of WeChat", () => {
  const started = ownService({ hooksPool: 2 });
  let first: Sandbox;
  let second: Sandbox;
  beforeAll(async () => {
    first = started().sandbox;
    second = await startSandbox();
  });
  afterAll(() => second.close());
  beforeEach(() => {
    first.clearRequests();
    second.clearRequests();
  });

  const serveWith = (addresses: string) => started().restart({ env: { WECHAT_API_BASE: addresses } });
  const login = async (at: Sandbox) => {
    const answer = await started().call("wechatLogin", { body: { users_wx_code: at.mintLoginCode().code } });
    return answer.status === 200 ? answer.body.meta.msg : answer.reason;
  };
  const asked = () => [first.requests().length, second.requests().length];

  test("are shared out among the runtimes: of two logins at once each has an address of its own", async () => {
    // Blanks, a slash at the end and an empty place do not matter.
    await serveWith(` ${first.url}/ ,, ${second.url}`);
    for (const sandbox of [first, second])
      sandbox.setFault({ endpoint: "jscode2session", kind: "hang", times: 1 });
    const answers = [login(first)];
    await first.waitForRequest();
    answers.push(login(second));
    await second.waitForRequest();
    expect(asked()).toEqual([1, 1]);
    for (const sandbox of [first, second]) sandbox.releaseHanging();
    expect(await Promise.all(answers)).toEqual(["注册成功", "注册成功"]);
  });

  test("are not changed from call to call: a runtime keeps to the one whose connection is open", async () => {
    await serveWith(`${first.url},${second.url}`);
    for (let i = 0; i < 5; i++) expect(await login(first)).toBe("注册成功");
    expect(asked()).toEqual([5, 0]);
  });

  test("are left by a runtime whose call failed, and the failed call is not sent to another", async () => {
    await serveWith(`http://127.0.0.1:${await freePort()},${second.url}`);
    expect(await login(second)).toBe("wechat_unavailable");
    expect(asked()).toEqual([0, 0]);
    for (let i = 0; i < 3; i++) expect(await login(second)).toBe("注册成功");
    expect(asked()).toEqual([0, 3]);
  });
});
