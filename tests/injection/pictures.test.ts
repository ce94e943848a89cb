import { beforeAll, describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import { freshPhone, registration, type SignedIn } from "../support/service.ts";

const NO_ADDRESS = "头像：必须是 http 或 https 地址";
const BLANKS = "头像：不能包含空白或控制字符";
const TEMPORARY = "头像是小程序的临时路径，请先上传";
const DAMAGED = "头像：包含无法识别的字符";

const REFUSED: { [message: string]: string[] } = {
  [NO_ADDRESS]: [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://a.example/",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://a.example/x.png",
    "//a.example/x.png",
    "/x.png",
    "x.png",
    "https:",
    "https://",
    "https:///x.png",
    "https:/a.example/x.png",
    "https:a.example",
    "https:\\\\a.example\\x.png",
    "https://a.example\\@b.example/",
    "https://user@a.example/x.png",
    "https://user:secret@a.example/x.png",
    "https://a.example@b.example/x.png",
    "https://a.example:secret/x.png",
    "https://a.example:999999/x.png",
    "https://[::1/x.png",
    "https://[javascript]/x.png",
    'https://a.example/"onerror="alert(1)',
    "https://a.example/<script>",
    "https://a.example/\u00a0x",
    "https://a.example/\u3000x",
    "https://a.example/\u2028x",
    "https://a.example/\ufeffx",
  ],
  [BLANKS]: [
    "https://a.example/\r\nSet-Cookie: x=1",
    "https://a.example/\nx",
    "https://a.example/\0.png",
    "https://a.example/\tx",
    "java\nscript:alert(1)",
    "\u0001javascript:alert(1)",
    " https://a.example/x.png",
    "https://a.example/x.png ",
    "https://a example/",
  ],
  [TEMPORARY]: [
    "wxfile://tmp_1.jpg",
    "WXFILE://x",
    "http://tmp/x.jpg",
    "https://tmp/x.jpg",
    "http://usr/x.jpg",
    "http://store/x.jpg",
    "http://127.0.0.1:33225/__tmp__/x.jpg",
    "blob:https://a.example/x",
    "data:image/png;base64,iVBORw0KGgo=",
    "data:text/html,<script>alert(1)</script>",
  ],
  [DAMAGED]: ["https://a.example/\ud800", "https://a.example/\ufffd"],
};

const ACCEPTED = [
  "https://a.example",
  "HTTP://A.EXAMPLE/X.PNG",
  "https://a.example:8443/x.png?a=1&b=%20#c",
  "https://a.example/%0d%0aSet-Cookie:x=1",
  "https://a.example/it's/`x`/{{.}}/${x}/$(x)/[x]/@me",
  "https://图片.example/头像.png",
  "https://tmp.a.example/x.png",
  "https://127.0.0.1/x.png",
  "https://[2001:db8::1]:8080/x.png",
];

describe("a picture's address", () => {
  const service = ownService();
  let user: SignedIn;
  beforeAll(async () => {
    user = await service().wechatUser();
  });

  const save = (users_picture: string, code: string) =>
    service().call("wechatProfile", {
      token: user.token,
      body: { users_name: "小明", users_phone_code: code, users_picture },
    });

  const refused = Object.entries(REFUSED).flatMap(([message, addresses]) =>
    addresses.map((address): [string, string] => [address, message]),
  );

  test.each(refused)("%j is refused, before WeChat is asked: %s", async (address, message) => {
    service().sandbox.clearRequests();
    const { status, reason, body } = await save(address, "unused");
    expect([status, reason]).toEqual([
      400,
      message === TEMPORARY ? "picture_is_temporary" : "validation_failed",
    ]);
    expect(body.data.fields).toEqual({ users_picture: message });
    expect(service().sandbox.requests()).toEqual([]);

    const users = await service().admin.countUsers();
    const registered = await service().call("platformRegister", {
      body: registration({ users_picture: address }),
    });
    expect(registered.body.data.fields).toEqual({ users_picture: message });
    expect(await service().admin.countUsers()).toBe(users);
  });

  test.each(ACCEPTED)("%s is stored and shown as it is", async (address) => {
    const { code } = service().sandbox.mintPhoneCode({ phone: freshPhone() });
    const { body } = await save(address, code);
    expect(body.data.user.users_picture).toBe(address);
    expect((await service().admin.user(user.id)).users_picture).toBe(address);
  });
});
