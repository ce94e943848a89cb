/**
 * Ways in which a form is refused, and what the page must say of each.
 * @module
 */
import { freshPhone } from "../support/service.ts";
import type { Form } from "./actions.ts";
import type { Stage } from "./stage.ts";

export interface Expected {
  /** Field → what stands beside it, in the order of the inputs; all other fields must have nothing. */
  fields: { [field: string]: string };
  /** The summary, line by line. */
  summary: string[];
}

export interface Case extends Expected {
  name: string;
  form: Form;
  /** Prepares the service; returns what differs from a form that passes. */
  values: (stage: Stage) => Promise<{ [field: string]: string }> | { [field: string]: string };
}

export const cases: Case[] = [
  {
    name: "fields left empty, without asking the service",
    form: "register",
    values: () => ({ users_name: " ", users_phone: "", passwordConfirm: "" }),
    fields: { users_name: "不能为空", users_phone: "不能为空", passwordConfirm: "不能为空" },
    summary: ["请先改正标出的内容", "姓名：不能为空", "手机号：不能为空", "确认密码：不能为空"],
  },
  {
    name: "a confirmation that differs, without asking the service",
    form: "register",
    values: () => ({ passwordConfirm: "correct-horse-9" }),
    fields: { passwordConfirm: "与密码不一致" },
    summary: ["请先改正标出的内容", "确认密码：与密码不一致"],
  },
  {
    name: "several fields that break the contract",
    form: "register",
    values: () => ({
      users_name: "名".repeat(65),
      users_phone: "12345678901",
      password: "short",
      passwordConfirm: "short",
    }),
    fields: {
      users_name: "最多 64 个字符",
      users_phone: "格式不正确，应为 11 位中国大陆手机号",
      password: "至少 8 个字符",
    },
    summary: [
      "请求参数有误",
      "姓名：最多 64 个字符",
      "手机号：格式不正确，应为 11 位中国大陆手机号",
      "密码：至少 8 个字符",
      "原因代码 validation_failed",
    ],
  },
  {
    name: "a picture that is no web address",
    form: "register",
    values: () => ({ users_picture: "javascript:alert(1)" }),
    fields: { users_picture: "必须是 http 或 https 地址" },
    summary: ["请求参数有误", "头像：必须是 http 或 https 地址", "原因代码 validation_failed"],
  },
  {
    name: "a picture on the phone",
    form: "register",
    values: () => ({ users_picture: "wxfile://tmp_1.png" }),
    fields: { users_picture: "头像是小程序的临时路径，请先上传" },
    summary: ["头像是小程序的临时路径，请先上传", "原因代码 picture_is_temporary"],
  },
  {
    name: "a phone that is taken",
    form: "register",
    values: async ({ service }) => ({ users_phone: (await service.platformUser()).phone }),
    fields: { users_phone: "该手机号已被使用" },
    summary: ["该手机号已被使用", "原因代码 phone_taken"],
  },
  {
    name: "a company that does not exist, unfolding what hides it",
    form: "register",
    values: () => ({ company_id: "NOWHERE" }),
    fields: { company_id: "公司不存在" },
    summary: ["公司不存在", "原因代码 company_not_found"],
  },
  {
    name: "a body that is too large",
    form: "register",
    values: () => ({ users_picture: `https://example.com/${"a".repeat(70_000)}` }),
    fields: {},
    summary: ["请求体过大", "原因代码 body_too_large"],
  },
  {
    name: "a phone that nobody has",
    form: "login",
    values: () => ({}),
    fields: { users_phone: "用户不存在" },
    summary: ["用户不存在", "原因代码 user_not_found"],
  },
  {
    name: "a WeChat user's phone",
    form: "login",
    values: async ({ service }) => {
      const phone = freshPhone();
      await service.admin.updateUser((await service.wechatUser()).id, { users_phone: phone });
      return { users_phone: phone };
    },
    fields: { users_phone: "该手机号属于微信用户，请使用微信登录" },
    summary: ["该手机号属于微信用户，请使用微信登录", "原因代码 user_type_mismatch"],
  },
  {
    name: "a wrong password",
    form: "login",
    values: async ({ service }) => ({
      users_phone: (await service.platformUser()).phone,
      password: "wrong",
    }),
    fields: { password: "密码错误" },
    summary: ["密码错误", "原因代码 password_wrong"],
  },
  {
    name: "a disabled account",
    form: "login",
    values: async ({ service }) => {
      const { id, phone } = await service.platformUser();
      await service.admin.updateUser(id, { users_status: -1 });
      return { users_phone: phone };
    },
    fields: {},
    summary: ["账号已停用，请联系管理员", "原因代码 account_disabled"],
  },
  {
    name: "an account without its identity",
    form: "login",
    values: async ({ service }) => {
      const { id, phone } = await service.platformUser();
      await service.admin.updateUser(id, { email: "" });
      return { users_phone: phone };
    },
    fields: {},
    summary: ["账号数据不完整，请联系管理员", "原因代码 identity_missing"],
  },
];
