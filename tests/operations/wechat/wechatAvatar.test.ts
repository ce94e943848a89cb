import { Buffer } from "node:buffer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Scenario, scenarios } from "../../support/scenarios.ts";
import { type Service, startService } from "../../support/service.ts";

/** The smallest images of each kind: 1 × 1 pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const JPEG = Buffer.concat([
  Buffer.from("ffd8ffe000104a46494600010100000100010000", "hex"),
  Buffer.alloc(32),
  Buffer.from("ffd9", "hex"),
]);
const WEBP = Buffer.from("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==", "base64");
/** An animated PNG: the signature of a PNG, and an `acTL` chunk behind the header. */
const APNG = Buffer.concat([
  PNG.subarray(0, 33),
  Buffer.from("000000086163544c0000000100000000b92d0e7a", "hex"),
  PNG.subarray(33),
]);
const MIB = 1024 * 1024;

function upload(content: Uint8Array, name = "photo.bin", field = "file"): FormData {
  const form = new FormData();
  form.append(field, new Blob([Uint8Array.from(content)]), name);
  return form;
}

/** A picture of exactly this many bytes: a PNG with padding behind its end. */
const sized = (bytes: number) => Buffer.concat([PNG, Buffer.alloc(bytes - PNG.length)]);

const accepted = (kind: string, content: Uint8Array, extension: string): Scenario => ({
  name: `stores a ${kind} under a name of its own and answers an address that serves it`,
  call: async (service) => ({
    token: (await service.wechatUser()).token,
    body: upload(content, "../../evil.html"),
  }),
  status: 200,
  absent: ["evil"],
  after: async (service, { body }) => {
    const address = new URL(body.data.users_picture);
    expect(address.origin).toBe("http://localhost:8090");
    expect(address.pathname).toMatch(
      new RegExp(`^/api/files/[a-z0-9_]+/[a-z0-9]{15}/avatar_[A-Za-z0-9]{10}\\.${extension}$`),
    );
    const served = await fetch(service.url + address.pathname);
    expect(served.status).toBe(200);
    expect(Buffer.from(await served.arrayBuffer()).equals(content)).toBe(true);
  },
});

const refused = (name: string, reason: string, body: FormData | string, status = 400): Scenario => ({
  name,
  call: async (service) => ({ token: (await service.wechatUser()).token, body }),
  status,
  reason,
  after: async (service) => expect((await service.admin.users('users_avatar != ""')).length).toBe(0),
});

scenarios("wechatAvatar", [
  refused("refuses a form without the field", "file_missing", upload(PNG, "a.png", "picture")),
  refused("refuses an empty file", "file_missing", upload(new Uint8Array())),
  refused(
    "refuses text under an image's name",
    "file_type_unsupported",
    upload(Buffer.from("<html></html>"), "a.png"),
  ),
  refused("refuses a GIF", "file_type_unsupported", upload(Buffer.from("GIF89a--------------"), "a.gif")),
  refused(
    "refuses an animated PNG, which PocketBase tells apart",
    "file_type_unsupported",
    upload(APNG, "a.png"),
  ),
  refused("refuses one byte over 2 MiB", "body_too_large", upload(sized(2 * MIB + 1)), 413),
  refused(
    "refuses 8 MiB with an answer, not with a broken connection",
    "body_too_large",
    upload(sized(8 * MIB)),
    413,
  ),
  refused("refuses a JSON body", "unsupported_media_type", "{}", 415),
  {
    name: "refuses broken multipart framing",
    call: async (service) => ({
      token: (await service.wechatUser()).token,
      body: "--x\r\nnonsense",
      headers: { "content-type": "multipart/form-data; boundary=x" },
    }),
    status: 400,
    reason: "file_missing",
    fields: ["file"],
  },
  { name: "refuses a guest", call: () => ({ body: upload(PNG) }), status: 401, reason: "token_invalid" },
  {
    name: "refuses a disabled user",
    call: async (service) => {
      const user = await service.wechatUser();
      await service.admin.updateUser(user.id, { users_status: -1 });
      return { token: user.token, body: upload(PNG) };
    },
    status: 403,
    reason: "account_disabled",
  },
  accepted("JPEG", JPEG, "jpg"),
  accepted("PNG", PNG, "png"),
  accepted("WebP", WEBP, "webp"),
  accepted("file of exactly 2 MiB", sized(2 * MIB), "png"),
  {
    name: "removes the file it replaces, and a profile that shows it follows to the new one",
    call: async (service) => {
      const user = await service.wechatUser("avatar-replacer");
      const first = await service.call("wechatAvatar", { token: user.token, body: upload(PNG) });
      const code = service.sandbox.mintPhoneCode({ phone: "13812340001" }).code;
      const profile = {
        users_name: "甲",
        users_phone_code: code,
        users_picture: first.body.data.users_picture,
      };
      await service.call("wechatProfile", { token: user.token, body: profile });
      return { token: user.token, body: upload(WEBP), headers: { "x-replaced": profile.users_picture } };
    },
    status: 200,
    after: async (service, { body }, { headers }) => {
      const gone = await fetch(service.url + new URL(headers?.["x-replaced"] ?? "").pathname);
      expect(gone.status).toBe(404);
      const [user] = await service.admin.users('users_phone = "13812340001"');
      expect(user?.users_picture).toBe(body.data.users_picture);
    },
  },
  {
    name: "leaves a picture alone that lies elsewhere",
    call: async (service) => {
      const user = await service.platformUser({ users_picture: "https://cdn.example.com/own.png" });
      return { token: user.token, body: upload(PNG), headers: { "x-user": user.id } };
    },
    status: 200,
    after: async (service, _answer, { headers }) => {
      const user = await service.admin.user(headers?.["x-user"] ?? "");
      expect(user.users_picture).toBe("https://cdn.example.com/own.png");
    },
  },
]);

describe("wechatAvatar under an operator's settings", () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service?.close());

  test("takes the base of the address from PocketBase's Application URL, prefix included", async () => {
    const { token } = await service.wechatUser();
    await service.admin.settings({ meta: { appURL: "https://bai-api.example.com/pb/" } });
    const { body } = await service.call("wechatAvatar", { token, body: upload(PNG) });
    expect(body.data.users_picture).toMatch(/^https:\/\/bai-api\.example\.com\/pb\/api\/files\//);
  });

  test("answers 429 from PocketBase's limiter in our envelope", async () => {
    const { token } = await service.wechatUser();
    const rules = [{ label: "POST /api/wechat/avatar", maxRequests: 1, duration: 60, audience: "" }];
    await service.admin.settings({ rateLimits: { enabled: true, rules } });
    await service.call("wechatAvatar", { token, body: upload(PNG) });
    const limited = await service.call("wechatAvatar", { token, body: upload(PNG) });
    expect({ reason: limited.reason, wait: limited.headers.get("retry-after") }).toEqual({
      reason: "rate_limited",
      wait: "60",
    });
    await service.admin.settings({ rateLimits: { enabled: false } });
  });

  test("answers 500 without detail when the file cannot be stored", async () => {
    const { token } = await service.wechatUser();
    await service.admin.settings({
      s3: {
        enabled: true,
        endpoint: "http://127.0.0.1:9",
        bucket: "b",
        region: "r",
        accessKey: "k",
        secret: "s",
      },
    });
    const failed = await service.call("wechatAvatar", { token, body: upload(PNG) });
    expect(failed.body).toEqual({
      code: 500,
      msg: "服务内部错误，请稍后再试",
      data: { reason: "internal_error" },
    });
    await service.admin.settings({ s3: { enabled: false } });
  });
});
