/** `POST /wxa/getwxacodeunlimit?access_token=`: the picture of a mini-program code that opens a page with a scene. */
import { type Fields, parseJsonObject } from "../shared/input.ts";
import { drawCode } from "../wechat/picture.ts";
import { checkAccessToken, type World } from "../wechat/world.ts";
import { defineEndpoint, NOTHING_SEEN, type Outcome, refusal, type SeenCode } from "./endpoint.ts";

/** At most 32 of them, https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html */
const SCENE = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]*$/;
const SCENE_LENGTH = 32;
const VERSIONS = ["release", "trial", "develop"];
const WIDTHS = { min: 280, usual: 430, max: 1280 };

export const getwxacodeunlimit = defineEndpoint({
  name: "getwxacodeunlimit",
  path: "/wxa/getwxacodeunlimit",
  family: "cgi",
  jsonType: "application/json; encoding=utf-8",
  // In place of the picture: the form that it has inside WeChat's cloud, and a success that holds none.
  spoiled: {
    wrongTypes: { errcode: 0, errmsg: "ok", contentType: "image/png", buffer: "" },
    missing: ["buffer"],
  },

  answer({ method, query, body }, world): Outcome {
    const accessToken = query.get("access_token");
    const token = accessToken ? checkAccessToken(world, accessToken) : null;
    const input = parseJsonObject(body);
    const wxacode = input === null ? null : seenCode(input);
    const seen = { ...NOTHING_SEEN, token: token?.number ?? null, ...(wxacode && { wxacode }) };
    const refuse = (errcode: number) => refusal(errcode, "cgi", seen, world);

    if (method !== "POST") return refuse(43002);
    if (token === null) return refuse(41001);
    if (token.state === "expired") return refuse(42001);
    if (token.state !== "valid" || token.app === null) return refuse(40001);
    if (body === "") return refuse(44002);
    if (input === null) return refuse(40169);
    const { scene, page = world.pages[0], env_version = "release", width = WIDTHS.usual } = input;
    if (typeof scene !== "string" || scene === "" || scene.length > SCENE_LENGTH) return refuse(40169);
    if (!SCENE.test(scene)) return refuse(40129);
    if (typeof page !== "string" || !isPage(page, input.check_path !== false, world)) return refuse(41030);
    if (typeof env_version !== "string" || !VERSIONS.includes(env_version)) return refuse(40097);
    if (typeof width !== "number" || !(width >= WIDTHS.min && width <= WIDTHS.max)) return refuse(40097);

    const picture = drawCode({ appid: token.app.appid, page, scene, env_version }, Math.floor(width));
    return { errcode: 0, body: picture, seen };
  },
});

function isPage(page: string, published: boolean, world: World): boolean {
  return /^[^/?#][^?#]*$/.test(page) && (!published || world.pages.includes(page));
}

/** Values of other types than WeChat asks for show as null. */
function seenCode({ scene, page, check_path, env_version, width }: Fields): SeenCode {
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  return {
    scene: text(scene),
    page: text(page),
    check_path: typeof check_path === "boolean" ? check_path : null,
    env_version: text(env_version),
    width: typeof width === "number" ? width : null,
  };
}
