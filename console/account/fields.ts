/**
 * The inputs of the two forms, in reading order. Exhaustive by type: a field added to the contract must appear here.
 * @module
 */
import type { components } from "../../src/generated/api.d.ts";
import type { FieldOptions } from "../components/field.tsx";

type Schemas = components["schemas"];

const PHONE: FieldOptions = {
  label: "手机号",
  type: "tel",
  autocomplete: "username",
  hint: "11 位中国大陆手机号",
};

/** The picture is chosen as a file, beside these. */
type Registration = Omit<Required<Schemas["PlatformRegisterRequest"]>, "users_picture">;

export const registerFields: { readonly [Name in keyof Registration]: FieldOptions } = {
  users_name: { label: "姓名", autocomplete: "name", hint: "最多 64 个字" },
  users_phone: PHONE,
  password: {
    label: "密码",
    type: "password",
    autocomplete: "new-password",
    hint: "8 到 71 个字符",
  },
  passwordConfirm: {
    label: "确认密码",
    type: "password",
    autocomplete: "new-password",
    hint: "再输入一次",
  },
  users_type: {
    label: "用户类型",
    options: { "": "默认（注册用户）", 注册用户: "注册用户", 游客: "游客" },
    optional: true,
  },
  company_id: { label: "公司", hint: "已存在的公司编号", optional: true },
  users_id_number: { label: "证件号", optional: true },
  users_level: { label: "用户等级", optional: true },
  users_parent_id: { label: "上级用户", optional: true },
  users_promo_code: { label: "推广码", optional: true },
  usergroups_id: { label: "用户组", optional: true },
};

export const loginFields: { readonly [Name in keyof Schemas["PlatformLoginRequest"]]: FieldOptions } = {
  users_phone: PHONE,
  password: { label: "密码", type: "password", autocomplete: "current-password" },
};
