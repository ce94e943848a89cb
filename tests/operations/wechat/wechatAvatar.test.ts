import { Buffer } from "node:buffer";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { imageHeader } from "../../../src/domain/image.ts";
import {
  animatedPng,
  exif,
  jpeg,
  jpegSegment,
  METADATA_MARK,
  partsOf,
  png,
  pngChunk,
  WEBP,
} from "../../support/pictures.ts";
import { ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import { allLogRows } from "../../support/log-rows.ts";
import { freshPhone, type Service, startService } from "../../support/service.ts";

const PNG = png(1, 1);
const JPEG = jpeg(1, 1);
const MIB = 1024 * 1024;

function upload(content: Uint8Array, name = "photo.bin", field = "file"): FormData {
  const form = new FormData();
  form.append(field, new Blob([Uint8Array.from(content)]), name);
  return form;
}

/** A picture of exactly this many bytes: a PNG with padding behind its end. */
const sized = (bytes: number) => Buffer.concat([PNG, Buffer.alloc(bytes - PNG.length)]);

/** What is served at an avatar's address, asked for on the service's own port. */
async function served(service: Service, address: string): Promise<Buffer> {
  const response = await fetch(service.url + new URL(address).pathname);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

const accepted = (
  kind: string,
  content: Uint8Array,
  extension: "jpg" | "png",
  [width, height] = [1, 1],
): Scenario => ({
  name: `stores ${kind} anew, under a name of its own, and answers an address that serves it`,
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
    const stored = await served(service, body.data.users_picture);
    expect(imageHeader(partsOf(stored))).toEqual({ width, height, animated: false, storedAs: extension });
    for (const secret of ["SecretCamera", METADATA_MARK, "Exif", "tEXt", "EXIF"])
      expect(stored.includes(secret)).toBe(false);
    // Nothing of the upload stays behind.
    expect(await readdir(join(service.dataDir, ".pb_temp_to_delete")).catch(() => [])).toEqual([]);
  },
});

const refused = (name: string, reason: string, body: FormData): Scenario => ({
  name,
  call: async (service) => ({ token: (await service.wechatUser()).token, body }),
  status: 400,
  reason,
  fields: ["file"],
  after: async (service) => expect((await service.admin.users('users_avatar != ""')).length).toBe(0),
});

/** A form as bytes, which can be sent in chunks. */
async function encoded(form: FormData, chunked: boolean) {
  const response = new Response(form);
  return {
    body: new Uint8Array(await response.arrayBuffer()),
    headers: { "content-type": response.headers.get("content-type") },
    chunked,
  };
}

const tooLarge = (what: string, content: Uint8Array, chunked = false): Scenario => ({
  name: `refuses ${what}`,
  call: async (service) => ({
    token: (await service.wechatUser()).token,
    ...(await encoded(upload(content), chunked)),
  }),
  status: 413,
  reason: "body_too_large",
  body: { code: 413, msg: "头像不能超过 2 MB" },
  fields: { file: "头像不能超过 2 MB" },
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
  refused("refuses an animated PNG", "file_type_unsupported", upload(animatedPng(), "a.png")),
  refused("refuses an animated WebP", "file_type_unsupported", upload(WEBP.animated)),
  refused(
    "refuses a JPEG whose header alone has come",
    "picture_undecodable",
    upload(jpeg(64, 64).subarray(0, 90)),
  ),
  refused("refuses a PNG that ends half-way", "picture_undecodable", upload(png(4000, 100).subarray(0, 60))),
  refused("refuses a WebP without a frame", "picture_undecodable", upload(WEBP.lossy.subarray(0, 14))),
  refused("refuses a picture without height", "picture_undecodable", upload(jpeg(8, 0))),
  refused("refuses a pixel over 40 megapixels", "picture_too_large", upload(png(40_000_001, 1))),
  refused(
    "refuses a PNG of 30,000 × 30,000 pixels in 110 KB",
    "picture_too_large",
    upload(png(30_000, 30_000)),
  ),
  tooLarge("one byte over 2 MiB", sized(2 * MIB + 1)),
  tooLarge("8 MiB, with an answer, not with a broken connection", sized(8 * MIB)),
  tooLarge("3 MiB in chunks", sized(3 * MIB), true),
  {
    name: "refuses a JSON body, and says what is taken",
    call: async (service) => ({ token: (await service.wechatUser()).token, body: "{}" }),
    status: 415,
    reason: "unsupported_media_type",
    body: { msg: "请以 multipart/form-data 上传文件" },
  },
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
  accepted("a JPEG", JPEG, "jpg"),
  accepted("a PNG", PNG, "png"),
  accepted("a lossy WebP", WEBP.lossy, "jpg", [6, 4]),
  accepted("a lossless WebP", WEBP.lossless, "jpg", [6, 4]),
  accepted("a transparent WebP", WEBP.transparent, "png", [6, 4]),
  accepted("a lossy WebP with transparency", WEBP.lossyTransparent, "png", [6, 4]),
  accepted("a camera's JPEG without its place and camera", jpeg(64, 32, [exif(1)]), "jpg", [64, 32]),
  accepted("a camera's JPEG the right way up", jpeg(64, 32, [exif(6)]), "jpg", [32, 64]),
  accepted(
    "a JPEG behind a megabyte of metadata",
    jpeg(9, 9, [exif(1), ...new Array<Buffer>(16).fill(jpegSegment(0xe2, Buffer.alloc(65_533)))]),
    "jpg",
    [9, 9],
  ),
  accepted(
    "a PNG without its text",
    png(2, 2, [pngChunk("tEXt", Buffer.from(METADATA_MARK))]),
    "png",
    [2, 2],
  ),
  accepted("a WebP without its metadata", WEBP.withMetadata, "jpg", [6, 4]),
  accepted("a large JPEG at 640 pixels", jpeg(2000, 1000, [exif(1)]), "jpg", [640, 320]),
  accepted("a large PNG at 640 pixels", png(1000, 2000), "png", [320, 640]),
  accepted("a turned large JPEG at 640 pixels", jpeg(2000, 1000, [exif(8)]), "jpg", [320, 640]),
  accepted("a strip of a picture", png(6400, 1), "png", [640, 1]),
  accepted("a small picture in its own size", png(639, 3), "png", [639, 3]),
  accepted("a picture of exactly 40 megapixels", png(8000, 5000), "png", [640, 400]),
  accepted("a file of exactly 2 MiB", sized(2 * MIB), "png"),
  {
    name: "stores a picture that comes in chunks",
    call: async (service) => {
      const { token } = await service.wechatUser();
      return { token, ...(await encoded(upload(jpeg(64, 32, [exif(6)])), true)) };
    },
    status: 200,
    after: async (service, { body }) => {
      const stored = await served(service, body.data.users_picture);
      expect(imageHeader(partsOf(stored))).toMatchObject({ width: 32, height: 64 });
    },
  },
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
      return {
        token: user.token,
        body: upload(WEBP.lossy),
        headers: { "x-replaced": profile.users_picture },
      };
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

describe("a profile's picture of the service's own", () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service?.close());

  const base = (appURL: string) => service.admin.settings({ meta: { appURL } });
  const uploaded = async (token: string): Promise<string> => {
    const answer = await service.call("wechatAvatar", { token, body: upload(PNG) });
    return answer.body.data.users_picture;
  };
  const storedPicture = async (id: string) => (await service.admin.user(id)).users_picture;
  const shownPicture = async (name: string): Promise<string> => {
    const { code } = service.sandbox.mintLoginCode({ user: name });
    const { body } = await service.call("wechatLogin", { body: { users_wx_code: code } });
    return body.meta.data.user.users_picture;
  };
  const withProfile = async (name: string) => {
    const user = await service.wechatUser(name);
    const users_picture = await uploaded(user.token);
    const { code } = service.sandbox.mintPhoneCode({ phone: freshPhone() });
    await service.call("wechatProfile", {
      token: user.token,
      body: { users_name: "甲", users_phone_code: code, users_picture },
    });
    return { ...user, users_picture };
  };

  test("follows to another base", async () => {
    await base("https://old.example.com");
    const { users_picture } = await withProfile("mover");
    expect(users_picture).toMatch(/^https:\/\/old\.example\.com\/api\/files\//);
    expect(await shownPicture("mover")).toBe(users_picture);
    await base("https://new.example.com/pb");
    expect(await shownPicture("mover")).toBe(
      users_picture.replace("https://old.example.com", "https://new.example.com/pb"),
    );
  });

  test("follows to the next file, even when the base has changed in between", async () => {
    await base("https://old.example.com");
    const { id, token } = await withProfile("replacer");
    await base("https://new.example.com");
    const next = await uploaded(token);
    expect(await storedPicture(id)).toBe(next);
    expect(await shownPicture("replacer")).toBe(next);
  });

  test("follows when an address came back late: the file that it names is gone", async () => {
    await base("https://example.com");
    const user = await withProfile("latecomer");
    const next = await uploaded(user.token);
    const { code } = service.sandbox.mintPhoneCode({ phone: freshPhone() });
    const body = { users_name: "甲", users_phone_code: code, users_picture: user.users_picture };
    const answer = await service.call("wechatProfile", { token: user.token, body });
    expect(answer.body.data.user.users_picture).toBe(next);
  });

  test("takes the place of the stand-in that the page at /console registers with", async () => {
    const user = await service.platformUser({ users_picture: `${service.url}/console/avatar.svg` });
    const next = await uploaded(user.token);
    expect(await storedPicture(user.id)).toBe(next);
  });
});

describe("the base of avatar addresses", () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service?.close());

  const complaints = async () =>
    (await allLogRows(service))
      .map(({ message }) => message)
      .filter((text) => text.includes("Application URL"));

  test("is an address that a profile takes, whatever the Application URL, and the log says once what to set", async () => {
    const { token } = await service.wechatUser();
    for (const [appURL, start] of [
      ["http://localhost:8090", "http://localhost:8090/api/files/"],
      ["api.example.com/pb", "https://api.example.com/pb/api/files/"],
      ["https://api.example.com/pb/", "https://api.example.com/pb/api/files/"],
    ]) {
      await service.admin.settings({ meta: { appURL } });
      for (let i = 0; i < 2; i++) {
        const { body } = await service.call("wechatAvatar", { token, body: upload(PNG) });
        const { users_picture } = body.data;
        expect(users_picture.startsWith(start)).toBe(true);
        const { code } = service.sandbox.mintPhoneCode({ phone: freshPhone() });
        const profile = { users_name: "甲", users_phone_code: code, users_picture };
        expect((await service.call("wechatProfile", { token, body: profile })).status).toBe(200);
      }
    }
    const rest =
      ". Set it to the address at which clients reach the service (dashboard, Settings, Application)";
    expect(await complaints()).toEqual([
      `avatar addresses begin with PocketBase's Application URL: it is http://localhost:8090, where no other machine finds them${rest}`,
      `avatar addresses begin with PocketBase's Application URL: it lacks http:// or https://, and https://api.example.com/pb is taken for it${rest}`,
    ]);
  });
});

describe("wechatAvatar under load", () => {
  const started = ownService();

  test("stores every one of many large pictures that come at once", async () => {
    const service = started();
    const users = await Promise.all(Array.from({ length: 10 }, () => service.wechatUser()));
    const answers = await Promise.all(
      users.map(({ token }) => service.call("wechatAvatar", { token, body: upload(png(4000, 1000)) })),
    );
    for (const { body } of answers) {
      const stored = await served(service, body.data.users_picture);
      expect(imageHeader(partsOf(stored))).toMatchObject({ width: 640, height: 160 });
    }
  });
});

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
