/**
 * What “all tokens end” means: wherever a token was good a moment ago, it is none now.
 * @module
 */
import { expect, test } from "vitest";
import { EventStream } from "./event-stream.ts";
import { native } from "./native-routes.ts";
import { ownService } from "./scenarios.ts";
import type { Service, SignedIn } from "./service.ts";

export type PlatformUser = SignedIn & { phone: string; password: string };

/** @param end what ends the tokens of this user */
export function endedTokenTests(end: (service: Service, user: PlatformUser) => Promise<void>): void {
  const started = ownService();
  const own = ({ id }: SignedIn) => `/api/collections/tbl_auth_users/records/${id}`;

  test("ends every token on our routes at once", async () => {
    const service = started();
    const user = await service.platformUser();
    const other = await service.call("refreshToken", { token: user.token });
    await end(service, user);
    for (const token of [user.token, other.body.data.token]) {
      expect((await service.call("refreshToken", { token })).reason).toBe("token_invalid");
      expect((await service.call("revokeTokens", { token })).reason).toBe("token_invalid");
    }
  });

  test("ends every token on PocketBase's own routes at once", async () => {
    const service = started();
    const user = await service.platformUser();
    const refresh = "/api/collections/tbl_auth_users/auth-refresh";
    expect((await native(service, "GET", own(user), { token: user.token })).status).toBe(200);
    await end(service, user);
    expect((await native(service, "GET", own(user), { token: user.token })).status).toBe(404);
    expect((await native(service, "POST", refresh, { token: user.token })).status).toBe(401);
    expect((await native(service, "POST", "/api/files/token", { token: user.token })).status).toBe(401);
  });

  test("ends the tokens for files at once", async () => {
    const service = started();
    // PocketBase's own request log quotes addresses as they are.
    await service.admin.settings({ logs: { maxDays: 0 } });
    const user = await service.platformUser();
    const { body } = await native(service, "POST", "/api/files/token", { token: user.token });
    const fields = [
      { name: "owner", type: "text" },
      { name: "file", type: "file", protected: true, maxSelect: 1, maxSize: 1000 },
    ];
    const name = `papers_${user.id}`;
    await service.admin.request("POST", "/api/collections", {
      name,
      type: "base",
      viewRule: "@request.auth.id = owner",
      fields,
    });
    const form = new FormData();
    form.set("owner", user.id);
    form.set("file", new Blob(["paper"]), "paper.txt");
    const created = await fetch(`${service.url}/api/collections/${name}/records`, {
      method: "POST",
      headers: { authorization: await service.admin.token() },
      body: form,
    });
    const paper = (await created.json()) as { id: string; file: string };
    const address = `${service.url}/api/files/${name}/${paper.id}/${paper.file}?token=${body.token}`;
    expect((await fetch(address)).status).toBe(200);
    await end(service, user);
    expect((await fetch(address)).status).toBe(404);
  });

  test("ends a realtime connection's rights at once", async () => {
    const service = started();
    const user = await service.platformUser();
    const stream = await EventStream.open(service.url);
    const news = `news_${user.id}`;
    const open = { listRule: "", viewRule: "", createRule: "" };
    await service.admin.request("POST", "/api/collections", { name: news, type: "base", ...open });
    expect(await stream.subscribe([`tbl_auth_users/${user.id}`, `${news}/*`], user.token)).toBe(204);
    await service.admin.updateUser(user.id, { users_level: "before" });
    expect((await stream.next()).data.record).toMatchObject({ users_level: "before" });
    await end(service, user);
    await service.admin.updateUser(user.id, { users_level: "after" });
    // What everybody may see comes next: of the user's record there was nothing in between.
    await native(service, "POST", `/api/collections/${news}/records`, { body: {} });
    expect((await stream.next()).topic).toBe(`${news}/*`);
    stream.close();
  });
}
