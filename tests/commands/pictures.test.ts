import { Buffer } from "node:buffer";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { imageHeader } from "../../src/domain/image.ts";
import { wechatAuth } from "../support/command.ts";
import { exif, jpeg, METADATA_MARK, partsOf, png, pngChunk, WEBP } from "../support/pictures.ts";
import { ownService } from "../support/scenarios.ts";
import type { Service } from "../support/service.ts";

const BASE = "https://api.example.com";

/** A user whose avatar an earlier release stored as it came. */
async function userWith(service: Service, content: Uint8Array) {
  const user = await service.wechatUser();
  const form = new FormData();
  form.append("file", new Blob([Uint8Array.from(png(1, 1))]), "a.png");
  const { body } = await service.call("wechatAvatar", { token: user.token, body: form });
  const path = new URL(body.data.users_picture).pathname;
  const file = join(service.dataDir, "storage", path.replace("/api/files/", ""));
  await writeFile(file, content);
  const served = async (query = "") => {
    const response = await fetch(service.url + path + query);
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  return { ...user, path, file, served, name: path.split("/").pop() ?? "" };
}

const pictures = (service: Service, ...args: string[]) => wechatAuth(service.dataDir, "pictures", ...args);
const base = (service: Service, appURL: string) => service.admin.settings({ meta: { appURL } });

describe("pictures", () => {
  const started = ownService();

  test("stores avatars of earlier releases anew, under the addresses that they have, while the server runs", async () => {
    const service = started();
    await base(service, BASE);
    const camera = await userWith(service, jpeg(2000, 1000, [exif(6)]));
    const noted = await userWith(service, png(4, 2, [pngChunk("tEXt", Buffer.from(METADATA_MARK))]));
    const webp = await userWith(service, WEBP.withMetadata);
    const large = await userWith(service, png(1000, 10));
    // PocketBase keeps what it has made of the old picture.
    const thumb = join(dirname(camera.file), `thumbs_${camera.name}`, `100x100_${camera.name}`);
    await camera.served("?thumb=100x100");
    expect((await readFile(thumb)).length).toBeGreaterThan(0);

    const { status, output } = await pictures(service);
    expect([status, output]).toEqual([
      0,
      "4 avatars, 4 stored anew, 0 addresses set right, 0 left as they are, 0 without their file",
    ]);
    const sizes: [Awaited<ReturnType<typeof userWith>>, number, number][] = [
      [camera, 320, 640],
      [noted, 4, 2],
      [webp, 6, 4],
      [large, 640, 6],
    ];
    for (const [user, width, height] of sizes) {
      const { bytes } = await user.served();
      expect(imageHeader(partsOf(bytes))).toMatchObject({ width, height });
      for (const secret of [METADATA_MARK, "Exif", "EXIF", "tEXt", "SecretCamera"])
        expect(bytes.includes(secret)).toBe(false);
    }
    await expect(readFile(thumb)).rejects.toThrow("ENOENT");

    const files = await Promise.all(sizes.map(([{ file }]) => readFile(file)));
    expect((await pictures(service)).output).toBe(
      "4 avatars, 0 stored anew, 0 addresses set right, 0 left as they are, 0 without their file",
    );
    expect(await Promise.all(sizes.map(([{ file }]) => readFile(file)))).toEqual(files);
  });

  test("changes no record but for an address of ours that moved", async () => {
    const service = started();
    const moved = await userWith(service, png(1, 1));
    const elsewhere = await userWith(service, png(1, 1));
    const former = `https://old.example.com/pb${moved.path}`;
    await service.admin.updateUser(moved.id, { users_picture: former });
    await service.admin.updateUser(elsewhere.id, { users_picture: "https://cdn.example.com/own.png" });
    const before = await service.admin.sql("SELECT * FROM tbl_auth_users ORDER BY id");

    expect((await pictures(service, "--dry-run")).output).toContain("1 addresses to be set right");
    expect(await service.admin.sql("SELECT * FROM tbl_auth_users ORDER BY id")).toEqual(before);
    expect((await pictures(service)).output).toContain("1 addresses set right");
    const after = before.map((row) =>
      row.id === moved.id ? { ...row, users_picture: BASE + moved.path } : row,
    );
    expect(await service.admin.sql("SELECT * FROM tbl_auth_users ORDER BY id")).toEqual(after);
  });

  test("only says what it would do when it is asked to", async () => {
    const service = started();
    const { file } = await userWith(service, jpeg(64, 32, [exif(1)]));
    const { status, output } = await pictures(service, "--dry-run");
    expect([status, output]).toEqual([0, expect.stringMatching(/^\d+ avatars, 1 to be stored anew, /)]);
    expect((await readFile(file)).includes(METADATA_MARK)).toBe(true);
  });
});

describe("pictures that cannot be stored anew", () => {
  const started = ownService();

  test("are left as they are and named, and the exit status says so", async () => {
    const service = started();
    await base(service, BASE);
    const broken = await userWith(service, jpeg(64, 64, [exif(1)]).subarray(0, 200));
    const bomb = await userWith(service, png(8, 1).fill(0x7f, 16, 17));
    const gone = await userWith(service, png(1, 1));
    await rm(gone.file);
    const contents = await Promise.all([broken, bomb].map(({ file }) => readFile(file)));
    const { status, output } = await pictures(service);
    expect(status).toBe(1);
    expect(output.split("\n").sort()).toEqual(
      [
        `${broken.id}: ${broken.name} is left as it is: picture_undecodable`,
        `${bomb.id}: ${bomb.name} is left as it is: picture_too_large`,
        `${gone.id}: the file ${gone.name} is not there`,
        "3 avatars, 0 stored anew, 0 addresses set right, 2 left as they are, 1 without their file",
      ].sort(),
    );
    expect(await Promise.all([broken, bomb].map(({ file }) => readFile(file)))).toEqual(contents);
  });
});

describe("pictures where the Application URL is still this machine", () => {
  const started = ownService();

  test("leaves addresses alone and says what to set", async () => {
    const service = started();
    const user = await userWith(service, png(1, 1));
    await service.admin.updateUser(user.id, { users_picture: `https://old.example.com${user.path}` });
    const { status, output } = await pictures(service);
    expect([status, output.split("\n")]).toEqual([
      0,
      [
        expect.stringMatching(
          /^addresses are left as they are: .* Set it to the address at which clients reach/,
        ),
        "1 avatars, 0 stored anew, 0 addresses set right, 0 left as they are, 0 without their file",
      ],
    ]);
    const { users_picture } = await service.admin.user(user.id);
    expect(users_picture).toBe(`https://old.example.com${user.path}`);
  });
});

test("a command on a database that has not been migrated yet says what is wrong", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "kit-command-"));
  const { status, output } = await wechatAuth(dataDir, "pictures");
  await rm(dataDir, { recursive: true });
  expect(status).toBe(1);
  expect(output).toContain("wechat-auth pictures: SQL logic error: no such table: tbl_auth_users");
  expect(output).not.toContain("panic");
});
