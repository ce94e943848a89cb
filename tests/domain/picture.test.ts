import { describe, expect, test } from "vitest";
import { checkPicture, isOurPicture, isUploadedAvatar, judgePicture } from "../../src/domain/picture.ts";
import { Failure } from "../../src/errors.ts";

test.each([
  "https://example.com/a.png",
  "http://example.com",
  "HTTPS://EXAMPLE.COM/A.PNG?x=1#y",
  "https://example.com:8443/头像.png",
  "https://图片.example.cn/a",
  "http://127.0.0.1:8090/api/files/a/b/c.png",
  "http://[::1]/a.png",
  "https://tmpfiles.example.com/a.png",
  "https://example.com?x",
  "https://tmp.example.com/a.png",
  "https://usr.example.com/a.png",
  "https://store:8443/a.png",
  "http://127.0.0.1:8090/tmp/a.png",
  "https://example.com/__tmp__/a.jpg",
  "http://127.0.0.1:8090/a?from=/__tmp__/",
])("%s is an address of the web", (address) => {
  expect(judgePicture(address)).toBe("ok");
  expect(() => checkPicture(address)).not.toThrow();
});

test.each([
  "wxfile://tmp_0123.jpg",
  "WXFILE://usr/a.png",
  "http://tmp/0123.jpg",
  "HTTP://TMP/0123.jpg",
  "https://tmp/0123.jpg",
  "http://usr/a.png",
  "http://store/a.png",
  "HTTP://STORE/a.png",
  "http://127.0.0.1:33225/__tmp__/a.jpg",
  "http://localhost:33225/__tmp__/a.jpg",
  "http://[::1]:33225/app/__tmp__/a.jpg",
  "blob:https://example.com/0b1c",
  "BLOB:null/0b1c",
  "data:image/png;base64,AAAA",
])("%s is a path on the phone", (address) => {
  expect(judgePicture(address)).toBe("temporary");
  expect(() => checkPicture(address)).toThrow(
    expect.objectContaining({
      reason: "picture_is_temporary",
      details: { fields: { users_picture: "头像是小程序的临时路径，请先上传" } },
    }),
  );
});

test.each([
  "",
  "example.com/a.png",
  "//example.com/a.png",
  "ftp://example.com/a.png",
  "javascript:alert(1)",
  "https://",
  "https:///a.png",
  "https://user:secret@example.com/a.png",
  "https://example.com@evil.com/",
  "https://example.com:port/a.png",
  "https://example.com:123456/a.png",
  'https://example.com/"onerror="x',
  "https://example.com/<script>",
  "https://example.com\\@evil.com/",
  "https://example.com/a b.png",
  " https://example.com/a.png",
  "https://example.com/a.png\n",
  "cloud://env.bucket/a.png",
])("%j is no address of the web", (address) => {
  expect(judgePicture(address)).toBe("not_a_url");
  expect(() => checkPicture(address)).toThrow(Failure);
  expect(() => checkPicture(address)).toThrow(
    expect.objectContaining({
      reason: "validation_failed",
      details: { fields: { users_picture: "头像：必须是 http 或 https 地址" } },
    }),
  );
});

describe("a hostile address", () => {
  test("is judged in one pass: 100,000 characters take no longer than they need to", () => {
    for (const address of [
      `https://${"a".repeat(100_000)}`,
      `http://[${":".repeat(100_000)}`,
      "https://".repeat(12_500),
    ])
      expect(["ok", "not_a_url"]).toContain(judgePicture(address));
  });
});

describe("a picture of the service's own", () => {
  const field = { path: "/api/files/pbc_1/abc123def456ghi/", current: "portrait one.png" };

  test.each([
    "https://example.com/api/files/pbc_1/abc123def456ghi/portrait%20one.png",
    "https://example.com/api/files/pbc_1/abc123def456ghi/avatar_0123456789.jpg",
    "http://localhost:8090/api/files/pbc_1/abc123def456ghi/avatar_AbCdEfGhIj.png",
    "https://example.com/pb/api/files/pbc_1/abc123def456ghi/avatar_0123456789.jpg",
    "https://example.com/api/files/pbc_1/abc123def456ghi/avatar_0123456789.jpg?thumb=100x100",
  ])("%s is the user's avatar, whatever the base of its address", (address) => {
    expect(isUploadedAvatar(address, field)).toBe(true);
    expect(isOurPicture(address, field)).toBe(true);
  });

  test.each([
    "https://example.com/console/avatar.svg",
    "http://127.0.0.1:8090/console/avatar.svg",
    "https://example.com/pb/console/avatar.svg",
  ])("%s stands in for an avatar", (address) => {
    expect(isUploadedAvatar(address, field)).toBe(false);
    expect(isOurPicture(address, field)).toBe(true);
  });

  test.each([
    "",
    "https://cdn.example.com/own.png",
    "https://example.com/api/files/pbc_1/another4567890a/avatar_0123456789.jpg",
    "https://example.com/api/files/pbc_2/abc123def456ghi/avatar_0123456789.jpg",
    "https://example.com/api/files/pbc_1/abc123def456ghi/id_card_0123456789.jpg",
    "https://example.com/api/files/pbc_1/abc123def456ghi/",
    "https://example.com/a?from=/api/files/pbc_1/abc123def456ghi/avatar_0123456789.jpg",
    "https://example.com/console/avatar.svg/other",
    "https://example.com/a?b=/console/avatar.svg",
    "https://example.com/avatar.svg",
  ])("%j is not", (address) => {
    expect(isOurPicture(address, field)).toBe(false);
  });
});
