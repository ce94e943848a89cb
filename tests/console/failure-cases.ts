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
  /** What is said below the button, line by line; what a “详情” folds away as well. */
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
    summary: ["请改正标出的 3 项", "姓名", "手机号", "确认密码"],
  },
  {
    name: "a confirmation that differs, without asking the service",
    form: "register",
    values: () => ({ passwordConfirm: "correct-horse-9" }),
    fields: { passwordConfirm: "与密码不一致" },
    summary: ["请改正标出的 1 项", "确认密码"],
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
      users_phone: "格式不正确，应为 11 位中国大陆手机号（不支持港澳台和境外号码）",
      password: "至少 8 个字符",
    },
    summary: ["请改正标出的 3 项", "姓名", "手机号", "密码", "原因代码 validation_failed"],
  },
  {
    name: "a phone that is taken",
    form: "register",
    values: async ({ service }) => ({ users_phone: (await service.platformUser()).phone }),
    fields: { users_phone: "该手机号已被使用" },
    summary: ["请改正标出的 1 项", "手机号", "原因代码 phone_taken"],
  },
  {
    name: "a company that does not exist, unfolding what hides it",
    form: "register",
    values: () => ({ company_id: "NOWHERE" }),
    fields: { company_id: "公司不存在" },
    summary: ["请改正标出的 1 项", "公司", "原因代码 company_not_found"],
  },
  {
    name: "a body that is too large",
    form: "register",
    values: () => ({ users_promo_code: "a".repeat(70_000) }),
    fields: {},
    summary: ["请求体不能超过 64 KB", "原因代码 body_too_large"],
  },
  {
    name: "a phone that nobody has",
    form: "login",
    values: () => ({}),
    fields: { users_phone: "用户不存在" },
    summary: ["请改正标出的 1 项", "手机号", "原因代码 user_not_found"],
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
    summary: ["请改正标出的 1 项", "手机号", "原因代码 user_type_mismatch"],
  },
  {
    name: "a wrong password",
    form: "login",
    values: async ({ service }) => ({
      users_phone: (await service.platformUser()).phone,
      password: "wrong",
    }),
    fields: { password: "密码错误，还可以再试 1 次" },
    summary: ["请改正标出的 1 项", "密码", "原因代码 password_wrong"],
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
