import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { readQr } from "../support/qr-reader.ts";
import { currentToken, errorOf, fetchCode, json, openSandbox } from "./support.ts";

const TICKET = "0123456789ABCDEFGHabcd";
const ERROR_TYPE = "application/json; encoding=utf-8";

/** A sandbox and its access token. */
async function opened() {
  const { sandbox, clock } = await openSandbox();
  const token = await currentToken(sandbox);
  const draw = (body: object) => fetchCode(sandbox, token, JSON.stringify(body));
  return { sandbox, clock, token, draw };
}

/** What a phone finds in the picture. */
function scanned(png: Buffer): { [name: string]: string | undefined } {
  const url = new URL(readQr(png) ?? "");
  return {
    address: url.origin === "null" ? url.href.split("?")[0] : "",
    ...Object.fromEntries(url.searchParams),
  };
}

const refused = (errcode: number, errmsg: string) => ({ status: 200, type: ERROR_TYPE, errcode, errmsg });

describe("getwxacodeunlimit", () => {
  it("draws a picture in which a reader finds the app, the page and the scene", async () => {
    const { sandbox, draw } = await opened();
    const answer = await draw({
      scene: TICKET,
      page: "pages/scan/scan",
      check_path: false,
      env_version: "trial",
    });
    expect(answer).toMatchObject({ status: 200, type: "image/png" });
    expect(answer.bytes.subarray(1, 4).toString()).toBe("PNG");
    expect(scanned(answer.bytes)).toEqual({
      address: "weixin://dl/business/",
      appid: sandbox.appid,
      path: "pages/scan/scan",
      query: `scene=${TICKET}`,
      env_version: "trial",
    });
  });

  it("opens the released main page unless told otherwise, 430 pixels wide", async () => {
    const { draw } = await opened();
    const { bytes } = await draw({ scene: "a=1" });
    const { width, height } = PNG.sync.read(bytes);
    expect([width, height]).toEqual([430, 430]);
    expect(scanned(bytes)).toMatchObject({
      path: "pages/index/index",
      query: `scene=${encodeURIComponent("a=1")}`,
      env_version: "release",
    });
  });

  it.each([280, 281, 1280])(
    "draws %s pixels, and a longest scene of every character can be read",
    async (width) => {
      const { draw } = await opened();
      const scene = "aZ09!#$&'()*+,/:;=?@-._~abcdefgh";
      expect(scene).toHaveLength(32);
      const { bytes } = await draw({ scene, width });
      expect(PNG.sync.read(bytes).width).toBe(width);
      expect(scanned(bytes).query).toBe(`scene=${encodeURIComponent(scene)}`);
    },
  );

  const length = "invalid length for scene, or the data is not json string";
  it.each([
    { name: "no scene", body: {}, errcode: 40169, errmsg: length },
    { name: "an empty scene", body: { scene: "" }, errcode: 40169, errmsg: length },
    { name: "a scene that is no text", body: { scene: 7 }, errcode: 40169, errmsg: length },
    { name: "33 characters", body: { scene: "a".repeat(33) }, errcode: 40169, errmsg: length },
    { name: "a per cent sign", body: { scene: "a%20b" }, errcode: 40129, errmsg: "invalid scene" },
    { name: "a blank", body: { scene: "a b" }, errcode: 40129, errmsg: "invalid scene" },
    { name: "Chinese", body: { scene: "扫码" }, errcode: 40129, errmsg: "invalid scene" },
    {
      name: "a page that is not there",
      body: { scene: "a", page: "pages/x" },
      errcode: 41030,
      errmsg: "invalid page",
    },
    {
      name: "a leading slash",
      body: { scene: "a", page: "/pages/index/index", check_path: false },
      errcode: 41030,
      errmsg: "invalid page",
    },
    {
      name: "a query in the page",
      body: { scene: "a", page: "pages/index/index?a=1", check_path: false },
      errcode: 41030,
      errmsg: "invalid page",
    },
    {
      name: "a version unknown",
      body: { scene: "a", env_version: "beta" },
      errcode: 40097,
      errmsg: "invalid args",
    },
    { name: "279 pixels", body: { scene: "a", width: 279 }, errcode: 40097, errmsg: "invalid args" },
    { name: "1281 pixels", body: { scene: "a", width: 1281 }, errcode: 40097, errmsg: "invalid args" },
    {
      name: "a width that is no number",
      body: { scene: "a", width: "430" },
      errcode: 40097,
      errmsg: "invalid args",
    },
  ])("refuses $name", async ({ body, errcode, errmsg }) => {
    const { draw } = await opened();
    expect(errorOf(await draw(body))).toEqual(refused(errcode, errmsg));
  });

  it("refuses a body that is no JSON, or none", async () => {
    const { sandbox, token } = await opened();
    expect(errorOf(await fetchCode(sandbox, token, "scene=a"))).toEqual(refused(40169, length));
    expect(errorOf(await fetchCode(sandbox, token, ""))).toEqual(refused(44002, "empty post data"));
  });

  it("asks for an access token that works", async () => {
    const { sandbox, clock, token } = await opened();
    const body = '{"scene":"a"}';
    const credential = "invalid credential, access_token is invalid or not latest";
    expect(errorOf(await fetchCode(sandbox, undefined, body))).toEqual(
      refused(41001, "access_token missing"),
    );
    expect(errorOf(await fetchCode(sandbox, "other", body))).toEqual(refused(40001, credential));
    clock.advance(7200);
    expect(errorOf(await fetchCode(sandbox, token, body))).toEqual(refused(42001, "access_token expired"));
  });

  it("goes by the app whose access token came along", async () => {
    const { sandbox } = await openSandbox({ apps: 2 });
    const second = sandbox.apps[1];
    const token = await currentToken(sandbox, { ...second });
    const { bytes } = await fetchCode(sandbox, token, '{"scene":"a"}');
    expect(scanned(bytes)).toMatchObject({ appid: second?.appid });
  });

  it("knows the pages it is told of as published", async () => {
    const { sandbox } = await openSandbox({ pages: ["pages/home/home", "pages/scan/scan"] });
    const token = await currentToken(sandbox);
    const page = async (body: object) => {
      const answer = await fetchCode(sandbox, token, JSON.stringify({ scene: "a", ...body }));
      return answer.type === "image/png" ? scanned(answer.bytes) : json(answer);
    };
    expect(await page({})).toMatchObject({ path: "pages/home/home" });
    expect(await page({ page: "pages/scan/scan" })).toMatchObject({ path: "pages/scan/scan" });
    expect(await page({ page: "pages/index/index" })).toMatchObject({ errcode: 41030 });
  });

  it("is listed with what it was asked for, long texts cut", async () => {
    const { sandbox, draw } = await opened();
    sandbox.clearRequests();
    await draw({
      scene: TICKET,
      page: "pages/scan/scan",
      check_path: false,
      env_version: "develop",
      width: 280,
    });
    await draw({ scene: "s".repeat(500), page: 7 });
    const call = {
      endpoint: "getwxacodeunlimit",
      method: "POST",
      fault: null,
      token: 1,
      appid: null,
      code: null,
    };
    expect(sandbox.requests()).toMatchObject([
      {
        ...call,
        errcode: 0,
        wxacode: {
          scene: TICKET,
          page: "pages/scan/scan",
          check_path: false,
          env_version: "develop",
          width: 280,
        },
      },
      {
        ...call,
        errcode: 40169,
        wxacode: { scene: "s".repeat(128), page: null, check_path: null, env_version: null, width: null },
      },
    ]);
  });
});

describe("faults of getwxacodeunlimit", () => {
  const endpoint = "getwxacodeunlimit";

  it.each([41030, 40169, 40129, 45009, 45063, 40001])("answer %s", async (errcode) => {
    const { sandbox, draw } = await opened();
    sandbox.setFault({ endpoint, kind: "errcode", errcode, times: 1 });
    const answer = await draw({ scene: "a" });
    expect(answer).toMatchObject({ status: 200, type: ERROR_TYPE });
    expect(json(answer).errcode).toBe(errcode);
    expect((await draw({ scene: "a" })).type).toBe("image/png");
  });

  it("answer a success that holds no picture, in two forms", async () => {
    const { sandbox, draw } = await opened();
    sandbox.setFault({ endpoint, kind: "missing_fields", times: 1 });
    expect(json(await draw({ scene: "a" }))).toEqual({ errcode: 0, errmsg: "ok" });
    sandbox.setFault({ endpoint, kind: "wrong_types", times: 1 });
    const answer = await draw({ scene: "a" });
    expect(answer.type).toBe(ERROR_TYPE);
    expect(json(answer)).toEqual({ errcode: 0, errmsg: "ok", contentType: "image/png", buffer: "" });
  });

  it("cut, swell and slow the picture", async () => {
    const { sandbox, draw } = await opened();
    const whole = (await draw({ scene: "a" })).bytes;
    sandbox.setFault({ endpoint, kind: "half", times: 1 });
    const half = await draw({ scene: "a" });
    expect(half).toMatchObject({ type: "image/png", cut: true });
    expect(half.bytes.equals(whole.subarray(0, half.bytes.length))).toBe(true);
    sandbox.setFault({ endpoint, kind: "huge", size_mb: 1, times: 1 });
    const huge = await draw({ scene: "a" });
    expect(huge.bytes).toHaveLength(whole.length + 1024 * 1024);
    expect(huge.bytes.subarray(0, whole.length).equals(whole)).toBe(true);
    sandbox.setFault({ endpoint, kind: "hang", times: 1 });
    sandbox.clearRequests();
    const held = draw({ scene: "a" });
    await sandbox.waitForRequest();
    expect(sandbox.releaseHanging()).toBe(1);
    expect((await held).bytes.equals(whole)).toBe(true);
  });

  it("have no watermark to change", async () => {
    const { sandbox } = await openSandbox();
    expect(() => sandbox.setFault({ endpoint, kind: "foreign_watermark" })).toThrow(
      "endpoint: must be getuserphonenumber for foreign_watermark",
    );
  });
});
