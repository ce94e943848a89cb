import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { imageHeader } from "../../src/domain/image.ts";
import { jpeg, partsOf, png } from "../support/pictures.ts";
import { type Service, startService } from "../support/service.ts";
import { phoneNumberEvent } from "./fake-dialogs.ts";
import {
  AVATAR,
  failureOf,
  LOGIN,
  type MiniProgram,
  miniProgram,
  PROFILE,
  REFRESH,
  revokeAllTokens,
} from "./support.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service?.close());

const PNG = Uint8Array.from(png(1, 1));
const JPEG = Uint8Array.from(jpeg(1, 1));

async function signedIn(): Promise<MiniProgram> {
  const app = miniProgram(service);
  await app.client.login();
  app.fake.calls.length = 0;
  return app;
}

describe("uploadAvatar", () => {
  test("uploads what chooseAvatar chose and answers an address that serves it", async () => {
    const { client, fake } = await signedIn();
    const { avatarUrl } = fake.chooseAvatar(PNG).detail;
    const picture = await client.uploadAvatar(avatarUrl);
    const served = await fetch(service.url + new URL(picture).pathname);
    // The service re-encodes it.
    const header = imageHeader(partsOf(new Uint8Array(await served.arrayBuffer())));
    expect(header).toEqual({ width: 1, height: 1, animated: false, storedAs: "png" });
    expect(fake.calls).toMatchObject([
      {
        api: "uploadFile",
        path: AVATAR,
        timeout: 60_000,
        header: { Authorization: `Bearer ${client.session?.token}` },
      },
    ]);
  });

  test("renews once and uploads again after a 401", async () => {
    const { client, fake } = await signedIn();
    await revokeAllTokens(service);
    const { avatarUrl } = fake.chooseAvatar(PNG).detail;
    await client.uploadAvatar(avatarUrl);
    expect(fake.trail()).toEqual([AVATAR, "login", REFRESH, AVATAR]);
  });

  test("sends a double tap's file once", async () => {
    const { client, fake } = await signedIn();
    const { avatarUrl } = fake.chooseAvatar(PNG).detail;
    const [first, second] = await Promise.all([
      client.uploadAvatar(avatarUrl),
      client.uploadAvatar(avatarUrl),
    ]);
    expect(first).toBe(second);
    expect(fake.trail()).toEqual([AVATAR]);
  });

  test("does not answer a second file behind the same path with the first one's address", async () => {
    const { client, fake } = await signedIn();
    const first = fake.hold(AVATAR);
    const before = client.uploadAvatar(fake.chooseAvatar(PNG).detail.avatarUrl);
    await first.arrived;
    const after = client.uploadAvatar(fake.chooseAvatar(JPEG).detail.avatarUrl);
    first.release();
    expect(await before).toMatch(/\.png$/);
    const address = await after;
    expect(address).toMatch(/\.jpg$/);
    // The service keeps the last, and the last answer names it.
    expect((await fetch(service.url + new URL(address).pathname)).status).toBe(200);
    expect(fake.trail()).toEqual([AVATAR, AVATAR]);
  });

  test("is not sent as the user after when somebody signs out while it waits", async () => {
    const { client, fake } = await signedIn();
    const first = fake.hold(AVATAR);
    void client.uploadAvatar(fake.chooseAvatar(PNG).detail.avatarUrl);
    await first.arrived;
    const queued = failureOf(
      client.uploadAvatar(fake.chooseAvatar(JPEG, "wxfile://other.jpg").detail.avatarUrl),
    );
    client.logout();
    await client.login();
    first.release();
    expect((await queued).reason).toBe("session_changed");
    expect(fake.trail()).toEqual([AVATAR, "login", LOGIN]);
  });

  test.each([undefined, null, ""])("refuses %s before it asks anybody", async (file) => {
    const { client, fake } = miniProgram(service);
    expect(await failureOf(client.uploadAvatar(file as never))).toMatchObject({
      reason: "invalid_argument",
      status: 0,
      fields: { file: "须为文件" },
    });
    expect(fake.trail()).toEqual([]);
  });

  test("reads the service's refusal out of the text that wx.uploadFile gives", async () => {
    const { client, fake } = await signedIn();
    const { avatarUrl } = fake.chooseAvatar(Uint8Array.from(Buffer.from("GIF89a, not wanted"))).detail;
    expect(await failureOf(client.uploadAvatar(avatarUrl))).toMatchObject({
      status: 400,
      reason: "file_type_unsupported",
      fields: { file: "图片格式不受支持，请使用 JPEG、PNG 或 WebP" },
      retryAfter: null,
    });
  });

  test("reports a file that is not there, and a browser's file in a mini-program", async () => {
    const { client } = await signedIn();
    expect(await failureOf(client.uploadAvatar("wxfile://gone.jpg"))).toMatchObject({
      reason: "network_error",
      detail: "uploadFile:fail createUploadTask:fail file not found",
    });
    const { detail } = await failureOf(client.uploadAvatar(new Blob([PNG])));
    expect(detail).toContain("filePath should be String");
  });

  test("takes a time limit of its own", async () => {
    const { client, fake } = await signedIn();
    fake.answer(AVATAR, "silence");
    const { avatarUrl } = fake.chooseAvatar(PNG).detail;
    expect((await failureOf(client.uploadAvatar(avatarUrl, { timeout: 30 }))).reason).toBe("timeout");
  });
});

describe("updateProfile", () => {
  test.each([undefined, null])("refuses %s before it asks anybody", async (nothing) => {
    const { client, fake } = miniProgram(service);
    expect(await failureOf(client.updateProfile(nothing as never))).toMatchObject({
      reason: "invalid_argument",
      status: 0,
      fields: { profile: "须为对象" },
    });
    expect(fake.trail()).toEqual([]);
  });

  const profile = (phone: string) => {
    const { code } = service.sandbox.mintPhoneCode({ phone });
    return {
      users_name: "小明",
      users_phone_code: phoneNumberEvent({ code }).detail.code ?? "",
      users_picture: "https://example.com/1.png",
    };
  };

  test("answers the user and keeps them for the next start", async () => {
    const app = await signedIn();
    const { token } = app.client.session ?? {};
    const user = await app.client.updateProfile(profile("13900000001"));
    expect(user).toMatchObject({ users_phone: "13900000001", users_name: "小明", users_type: "注册用户" });
    expect(app.client.session).toMatchObject({ token, user, isInfoComplete: true });
    expect(app.restart().session).toEqual(app.client.session);
    expect(app.fake.trail()).toEqual([PROFILE]);
  });

  test("sends a double tap's phone code once: it works once and costs money", async () => {
    const { client, fake } = await signedIn();
    const values = profile("13900000002");
    const users = await Promise.all([client.updateProfile(values), client.updateProfile(values)]);
    expect(users[0]).toEqual(users[1]);
    expect(fake.trail()).toEqual([PROFILE]);
  });

  test("leaves the user as they were when the service refuses", async () => {
    const { client } = await signedIn();
    const before = client.session;
    const values = { ...profile("13900000003"), users_picture: "wxfile://tmp_1.jpg" };
    expect(await failureOf(client.updateProfile(values))).toMatchObject({ reason: "picture_is_temporary" });
    expect(client.session).toEqual(before);
  });

  test("keeps a token that was renewed while the profile was being saved", async () => {
    const app = await signedIn();
    const saving = app.fake.hold(PROFILE);
    const saved = app.client.updateProfile(profile("13900000004"));
    await saving.arrived;
    app.clock.now += 5000;
    const { token, receivedAt } = await app.client.refresh();
    saving.release();
    await saved;
    expect(app.client.session).toMatchObject({ token, receivedAt, isInfoComplete: true });
  });
});
