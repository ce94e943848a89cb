import { describe, expect, test } from "vitest";
import { isInfoComplete, userView } from "../../src/domain/user-view.ts";

const TEXTS = [
  "users_convers_id",
  "users_id",
  "users_idtype",
  "users_id_number",
  "users_type",
  "users_name",
  "users_phone",
  "users_level",
  "users_picture",
  "openid",
  "company_id",
  "users_parent_id",
  "users_promo_code",
  "usergroups_id",
];

describe("userView", () => {
  test("shows each field of the record under its own name", () => {
    const texts = Object.fromEntries(TEXTS.map((field) => [field, `value of ${field}`]));
    const numbers = { users_status: -1, users_rank_level: 2.5, users_auth_type: 3 };
    const company = {
      id: "c",
      collectionId: "cc",
      collectionName: "tbl_company" as const,
      company_id: "C1",
      company_name: "某公司",
    };
    const secrets = { password: "hash", tokenKey: "key", email: "a@manage.local" };
    const values = {
      ...texts,
      ...numbers,
      ...secrets,
      users_phone: "13800138000",
      users_phone_verified_at: "2026-12-01 08:00:00.000Z",
      created: "2026-11-24 08:00:00.000Z",
      updated: "2026-12-01 08:00:00.123Z",
    };
    expect(userView("record-id", values, "oOfThisApp", company)).toEqual({
      ...texts,
      ...numbers,
      pb_id: "record-id",
      users_phone: "13800138000",
      users_phone_masked: "138****8000",
      users_phone_verified: true,
      wx_openid: "oOfThisApp",
      company,
      created: "2026-11-24T08:00:00.000Z",
      updated: "2026-12-01T08:00:00.123Z",
    });
  });

  test("shows an empty record as empty texts and zeros, and no date", () => {
    expect(userView("record-id", {}, "", null)).toEqual({
      ...Object.fromEntries(TEXTS.map((field) => [field, ""])),
      users_status: 0,
      users_rank_level: 0,
      users_auth_type: 0,
      pb_id: "record-id",
      users_phone_masked: "",
      users_phone_verified: false,
      wx_openid: "",
      company: null,
      created: null,
      updated: null,
    });
  });
});

describe("isInfoComplete", () => {
  const complete = { users_name: "名", users_phone: "1", users_picture: "p" };

  test("is true when name, phone and picture are filled, whatever else is empty", () => {
    expect(isInfoComplete(complete)).toBe(true);
  });

  test.each(Object.keys(complete))("is false without %s", (field) => {
    expect(isInfoComplete({ ...complete, [field]: "" })).toBe(false);
  });
});
