import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { POOLS } from "../support/at-once.ts";
import { GATE_HOOK, startGate } from "../support/gate.ts";
import { ownService } from "../support/scenarios.ts";
import { freshPhone } from "../support/service.ts";
import { appidOf, arrive, identitiesOf, openidOf, TWO_APPS } from "./support.ts";

const USERS = "/api/collections/tbl_auth_users/records";
const VERIFIED = "2026-12-01 08:00:00.000Z";

let serial = 0;

describe.each(POOLS)("an update that was read before another one was stored, %s,", (_title, pool) => {
  const started = ownService({ ...TWO_APPS, ...pool, hooks: { "gate.pb.js": GATE_HOOK } });

  /** Somebody with values of their own. */
  async function somebody(values: object = {}): Promise<string> {
    const { id } = await arrive(started(), { user: `stale-${++serial}` });
    await started().admin.updateUser(id, { users_name: "甲", ...values });
    return id;
  }

  /** Sends a PATCH that is held after PocketBase has read the record, changes something meanwhile, lets it go on. */
  async function meanwhile(
    path: string,
    patch: object | FormData,
    change: () => Promise<unknown>,
  ): Promise<{ status: number; body: { data?: unknown } }> {
    const service = started();
    const gate = await startGate();
    try {
      const answer = fetch(service.url + path, {
        method: "PATCH",
        headers: {
          authorization: await service.admin.token(),
          ...(!(patch instanceof FormData) && { "content-type": "application/json" }),
          ...gate.header,
        },
        body: patch instanceof FormData ? patch : JSON.stringify(patch),
      });
      await gate.reached;
      await change();
      gate.open();
      const response = await answer;
      return { status: response.status, body: (await response.json()) as { data?: unknown } };
    } finally {
      await gate.close();
    }
  }

  const sql = (query: string) => started().admin.sql(query);
  const user = (id: string) => started().admin.user(id);

  test("keeps what the other one has changed, and changes what it was sent for", async () => {
    const id = await somebody();
    const { status } = await meanwhile(`${USERS}/${id}`, { users_level: "gold" }, () =>
      started().admin.updateUser(id, { users_name: "乙", users_rank_level: 3, users_status: 1 }),
    );
    expect(status).toBe(200);
    expect(await user(id)).toMatchObject({
      users_level: "gold",
      users_name: "乙",
      users_rank_level: 3,
      users_status: 1,
    });
  });

  test("has the last word where both change the same field", async () => {
    const id = await somebody();
    await meanwhile(`${USERS}/${id}`, { users_name: "后" }, () =>
      started().admin.updateUser(id, { users_name: "先" }),
    );
    expect(await user(id)).toMatchObject({ users_name: "后" });
  });

  test("does not bring an absorbed account back, not even by a status of its own", async () => {
    const id = await somebody({ users_phone: `138${String(++serial).padStart(8, "0")}` });
    const into = await somebody();
    const { status } = await meanwhile(`${USERS}/${id}`, { users_name: "丙", users_status: -1 }, () =>
      sql(
        `UPDATE tbl_auth_users SET users_status = -2, users_merged_into = '${into}', users_phone = '' WHERE id = '${id}'`,
      ),
    );
    expect(status).toBe(200);
    expect(await user(id)).toMatchObject({
      users_name: "丙",
      users_status: -2,
      users_merged_into: into,
      users_phone: "",
    });
  });

  test("does not bring a closed account back, nor what was deleted of it", async () => {
    const id = await somebody({ users_picture: "https://example.com/1.png" });
    const anchor = `closed-${++serial}`;
    await meanwhile(`${USERS}/${id}`, { users_level: "gold" }, () =>
      sql(
        `UPDATE tbl_auth_users SET users_status = -9, openid = '${anchor}', users_name = '', users_picture = ''
          WHERE id = '${id}'`,
      ),
    );
    expect(await user(id)).toMatchObject({
      users_status: -9,
      openid: anchor,
      users_name: "",
      users_picture: "",
    });
  });

  test.each([
    ["absorbed", "users_status = -2, users_merged_into = 'somebody0000001'", "乙"],
    ["closed", "users_status = -9, users_name = ''", ""],
  ])("leaves nothing with an account that is %s now", async (_what, gone, users_name) => {
    const id = await somebody();
    await meanwhile(`${USERS}/${id}`, { users_phone: freshPhone(), users_name: "乙" }, () =>
      sql(`UPDATE tbl_auth_users SET ${gone} WHERE id = '${id}'`),
    );
    expect(await user(id)).toMatchObject({ users_phone: "", users_name });
  });

  test("does not undo an end of all tokens, nor a new password", async () => {
    const service = started();
    const { id, phone, password, token } = await service.platformUser();
    await meanwhile(`${USERS}/${id}`, { users_level: "gold" }, () =>
      service.admin.updateUser(id, { password: "another-password", passwordConfirm: "another-password" }),
    );
    expect((await service.call("refreshToken", { token })).reason).toBe("token_invalid");
    const signIn = (word: string) =>
      service.call("platformLogin", { body: { users_phone: phone, password: word } });
    expect((await signIn(password)).reason).toBe("password_wrong");
    expect((await signIn("another-password")).status).toBe(200);
    expect(await user(id)).toMatchObject({ users_level: "gold" });
  });

  test("ends all tokens by a new password, those included that came since it was read", async () => {
    const service = started();
    const { id, phone } = await service.platformUser();
    const body = { password: "another-password", passwordConfirm: "another-password" };
    let later = "";
    await meanwhile(`${USERS}/${id}`, body, async () => {
      const chosen = { password: "meanwhile-password", passwordConfirm: "meanwhile-password" };
      await service.admin.updateUser(id, chosen);
      const signedIn = await service.call("platformLogin", {
        body: { users_phone: phone, password: chosen.password },
      });
      later = signedIn.body.token;
    });
    expect((await service.call("refreshToken", { token: later })).reason).toBe("token_invalid");
  });

  test("does not lose a picture file that came meanwhile", async () => {
    const service = started();
    const { id, token } = await arrive(service, { user: `stale-${++serial}` });
    const form = new FormData();
    form.append("file", new Blob([PNG], { type: "image/png" }), "a.png");
    await meanwhile(`${USERS}/${id}`, { users_level: "gold" }, () =>
      service.call("wechatAvatar", { token, body: form }),
    );
    const { users_avatar, users_level } = await user(id);
    expect(users_level).toBe("gold");
    expect(users_avatar).toMatch(/\.png$/);
    const file = await fetch(`${service.url}/api/files/tbl_auth_users/${id}/${String(users_avatar)}`);
    expect(file.status).toBe(200);
  });

  /** Names of the files that lie in the storage for a record, thumbs and what describes them included. */
  async function filesOf(id: string): Promise<string[]> {
    const all = await readdir(join(started().dataDir, "storage"), { recursive: true, withFileTypes: true });
    return all.filter((file) => file.isFile() && file.parentPath.includes(id)).map(({ name }) => name);
  }

  const pictureForm = () => {
    const form = new FormData();
    form.append("users_avatar", new Blob([PNG], { type: "image/png" }), "other.png");
    form.append("users_level", "gold");
    return form;
  };

  test("puts its picture file in the place of another one", async () => {
    const service = started();
    const { id, token } = await arrive(service, { user: `stale-${++serial}` });
    const form = new FormData();
    form.append("file", new Blob([PNG], { type: "image/png" }), "a.png");
    await service.call("wechatAvatar", { token, body: form });
    await meanwhile(`${USERS}/${id}`, pictureForm(), () =>
      service.admin.updateUser(id, { users_name: "乙" }),
    );
    const { users_avatar, users_name } = await user(id);
    expect(users_name).toBe("乙");
    expect(users_avatar).toMatch(/^other_.*\.png$/);
    expect(await filesOf(id)).toEqual([users_avatar, `${String(users_avatar)}.attrs`]);
  });

  test("leaves no picture with an account that is closed meanwhile: no name, no file", async () => {
    const service = started();
    const { id, token } = await arrive(service, { user: `stale-${++serial}` });
    const { code } = service.sandbox.mintLoginCode({ user: `stale-${serial}`, appid: appidOf(service) });
    const { status } = await meanwhile(`${USERS}/${id}`, pictureForm(), async () => {
      const closed = await service.call("closeAccount", {
        token,
        body: { confirm: true, users_wx_code: code },
      });
      expect(closed.status).toBe(200);
    });
    expect(status).toBe(200);
    expect(await user(id)).toMatchObject({ users_status: -9, users_avatar: "", users_level: "gold" });
    expect(await filesOf(id)).toEqual([]);
  });

  test("leaves no picture file of somebody who is deleted meanwhile", async () => {
    const id = await somebody();
    await meanwhile(`${USERS}/${id}`, pictureForm(), () =>
      started().admin.request("DELETE", `${USERS}/${id}`),
    );
    expect(await filesOf(id)).toEqual([]);
  });

  test("leaves no e-mail, password, anchor or hash of another system with an account that is closed meanwhile", async () => {
    const id = await somebody();
    const anchor = `closed-${++serial}`;
    const password = "stale-password-1";
    const patch = {
      email: `stale-${serial}@example.com`,
      openid: `stale-openid-${serial}`,
      users_password_legacy: "{}",
      password,
      passwordConfirm: password,
    };
    await meanwhile(`${USERS}/${id}`, patch, () =>
      sql(
        `UPDATE tbl_auth_users SET users_status = -9, openid = '${anchor}', password = 'none' WHERE id = '${id}'`,
      ),
    );
    const [row] = await sql(
      `SELECT email, openid, users_password_legacy, password FROM tbl_auth_users WHERE id = '${id}'`,
    );
    expect(row).toEqual({ email: "", openid: anchor, users_password_legacy: "", password: "none" });
  });

  /** Somebody whom another one has absorbed, and the close of that one. */
  async function absorbedBySomebody(values: object): Promise<{ id: string; close: () => Promise<void> }> {
    const service = started();
    const id = await somebody(values);
    const { id: into, token } = await arrive(service, { user: `stale-${++serial}` });
    const { code } = service.sandbox.mintLoginCode({ user: `stale-${serial}`, appid: appidOf(service) });
    await sql(
      `UPDATE tbl_auth_users SET users_status = -2, users_merged_into = '${into}' WHERE id = '${id}'`,
    );
    const close = async () => {
      const body = { confirm: true, users_wx_code: code };
      expect((await service.call("closeAccount", { token, body })).status).toBe(200);
    };
    return { id, close };
  }

  const PERSONAL = {
    users_name: "",
    users_picture: "",
    users_avatar: "",
    users_id_number: "",
    email: "",
    openid: expect.stringMatching(/^[0-9a-f-]{36}$/),
  };

  test("leaves nothing with an absorbed account when the one that absorbed it is closed meanwhile", async () => {
    const { id, close } = await absorbedBySomebody({ users_picture: "https://example.com/1.png" });
    const form = pictureForm();
    form.append("users_name", "乙");
    form.append("users_id_number", "110101199003070000");
    const { status } = await meanwhile(`${USERS}/${id}`, form, close);
    expect(status).toBe(200);
    expect(await user(id)).toMatchObject({ ...PERSONAL, users_status: -2, users_level: "gold" });
    expect(await filesOf(id)).toEqual([]);
  });

  test("of somebody who is deleted meanwhile stays without effect", async () => {
    const service = started();
    const id = await somebody();
    await meanwhile(`${USERS}/${id}`, { users_level: "gold" }, () =>
      service.admin.request("DELETE", `${USERS}/${id}`),
    );
    expect(await service.admin.users(`id = "${id}"`)).toEqual([]);
  });

  test("says which field is taken by another record, as PocketBase does", async () => {
    const phone = `137${String(++serial).padStart(8, "0")}`;
    const id = await somebody();
    const { status, body } = await meanwhile(`${USERS}/${id}`, { users_phone: phone }, () =>
      somebody({ users_phone: phone }),
    );
    expect(status).toBe(400);
    expect(body.data).toMatchObject({ users_phone: { code: "validation_not_unique" } });
  });

  test("does not give an identity back to the user whom it left", async () => {
    const service = started();
    const from = await arrive(service, { user: `stale-${++serial}` });
    const to = await somebody();
    const openid = openidOf(service, `stale-${serial - 1}`);
    expect(from.openid).toBe(openid);
    await sql(`DELETE FROM tbl_auth_identities WHERE user = '${to}'`);
    const [row] = await sql(`SELECT id FROM tbl_auth_identities WHERE openid = '${openid}'`);
    await meanwhile(`/api/collections/tbl_auth_identities/records/${String(row?.id)}`, { openid }, () =>
      sql(`UPDATE tbl_auth_identities SET user = '${to}' WHERE openid = '${openid}'`),
    );
    expect(await identitiesOf(service, to)).toEqual([`${openid}@0`]);
    expect(await identitiesOf(service, from.id)).toEqual([]);
  });

  describe("in a form that was opened before,", () => {
    /** What the dashboard sends: every field, as it was when the form was opened. */
    async function formOf(id: string) {
      const own = Object.entries(await user(id));
      return Object.fromEntries(own.filter(([name]) => !/^(id|collection\w+)$/.test(name)));
    }

    const save = async (id: string, values: object) => {
      const response = await fetch(`${started().url}${USERS}/${id}`, {
        method: "PATCH",
        headers: { authorization: await started().admin.token(), "content-type": "application/json" },
        body: JSON.stringify(values),
      });
      return { status: response.status, body: (await response.json()) as { data?: object } };
    };

    test("an absorbed account is not brought back: the save is refused and says why", async () => {
      const id = await somebody();
      const into = await somebody();
      const form = await formOf(id);
      await sql(
        `UPDATE tbl_auth_users SET users_status = -2, users_merged_into = '${into}' WHERE id = '${id}'`,
      );
      const before = await user(id);
      const { status, body } = await save(id, { ...form, users_name: "丁" });
      expect(status).toBe(400);
      expect(body.data).toEqual({
        users_status: { code: "validation_account_gone", message: expect.stringContaining(into) },
      });
      expect(await user(id)).toEqual(before);

      // By hand the two are parted in two steps.
      expect((await save(id, { users_merged_into: "" })).status).toBe(200);
      expect((await save(id, { users_status: 0 })).status).toBe(200);
    });

    test("nothing of an absorbed account is brought back once the one that absorbed it is closed", async () => {
      const { id, close } = await absorbedBySomebody({ users_picture: "https://example.com/1.png" });
      const form = await formOf(id);
      await close();
      const before = await user(id);
      expect(before).toMatchObject({ ...PERSONAL, users_status: -2 });
      const { status, body } = await save(id, form);
      expect(status).toBe(400);
      expect(body.data).toMatchObject({ openid: { code: "validation_account_gone" } });
      expect(await user(id)).toEqual(before);
    });

    test("a closed account is not brought back: the save is refused and says why", async () => {
      const id = await somebody();
      const form = await formOf(id);
      await sql(
        `UPDATE tbl_auth_users SET users_status = -9, openid = 'closed-${++serial}' WHERE id = '${id}'`,
      );
      const before = await user(id);
      const { status, body } = await save(id, form);
      expect(status).toBe(400);
      expect(body.data).toMatchObject({ openid: { code: "validation_account_gone" } });
      expect(await user(id)).toEqual(before);
    });
  });

  describe("and the mark of a verified phone,", () => {
    const withPhone = async () => {
      const phone = `136${String(++serial).padStart(8, "0")}`;
      return somebody({ users_phone: phone, users_phone_verified_at: VERIFIED });
    };
    const mark = async (id: string) => (await user(id)).users_phone_verified_at;
    const update = (id: string, values: object) => started().admin.updateUser(id, values);

    test("which stays while the phone stays", async () => {
      const id = await withPhone();
      await update(id, { users_name: "戊" });
      expect(await mark(id)).toBe(VERIFIED);
    });

    test.each(["", "13100000000"])("which goes with the number when that becomes %j", async (phone) => {
      const id = await withPhone();
      await update(id, { users_phone: phone });
      expect(await user(id)).toMatchObject({ users_phone: phone, users_phone_verified_at: "" });
      await update(id, { users_phone: "" });
    });

    test("which an operator may set together with the number", async () => {
      const id = await withPhone();
      const later = "2026-12-02 08:00:00.000Z";
      const phone = `135${String(++serial).padStart(8, "0")}`;
      await update(id, { users_phone: phone, users_phone_verified_at: later });
      expect(await mark(id)).toBe(later);
    });

    test("which does not pass to the number of an update that was read before", async () => {
      const id = await somebody();
      const phone = `134${String(++serial).padStart(8, "0")}`;
      await meanwhile(`${USERS}/${id}`, { users_phone: phone }, () =>
        update(id, {
          users_phone: `133${String(++serial).padStart(8, "0")}`,
          users_phone_verified_at: VERIFIED,
        }),
      );
      expect(await user(id)).toMatchObject({ users_phone: phone, users_phone_verified_at: "" });
    });
  });
});

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
