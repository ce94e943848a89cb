/**
 * Whether the users' fields take what the service stores in them.
 * @module
 */
import type { Field } from "../../domain/deployment.ts";
import { advice, broken, type Check, judged, listed, notChecked, sound } from "./finding.ts";

const USERS = "tbl_auth_users";

/** The longest text that the service stores in each field, in characters. */
const TEXTS: { [field: string]: number } = {
  openid: 128,
  users_idtype: 14,
  users_type: 4,
  users_name: 64,
  users_phone: 32,
  users_picture: 2048,
  users_id_number: 255,
  users_level: 255,
  company_id: 255,
  users_parent_id: 255,
  users_promo_code: 255,
  usergroups_id: 255,
  users_unionid: 128,
  users_merged_into: 128,
};

const NEEDED = [...Object.keys(TEXTS), "users_status", "users_avatar", "users_phone_verified_at"];

/** PocketBase fills the first three, and the service always has an openid. */
const ALWAYS_FILLED = ["id", "password", "tokenKey", "openid"];

export const userFields: Check = {
  title: "用户表的必填字段",
  judge: (facts) =>
    judged(facts.collections, ({ [USERS]: users }) => {
      if (!users) return notChecked(`没有集合 ${USERS}`);
      const { fields } = users;
      const missing = NEEDED.filter((name) => !fields.some((field) => field.name === name));
      if (missing.length > 0)
        return broken(
          `${USERS} 没有字段 ${listed(missing)}`,
          "服务要存的内容没有地方放。",
          "执行数据库迁移（见“数据库迁移”）；被改名的字段请改回原名，内容会跟着回来。",
        );
      const demanding = fields
        .filter(
          ({ name, required, autogeneratePattern }) =>
            required && !autogeneratePattern && !ALWAYS_FILLED.includes(name),
        )
        .map(({ name }) => name);
      if (demanding.length === 0) return sound("没有新用户填不了的必填字段", "新用户可以登录和注册。");
      const seen = `${USERS} 的必填字段：${listed(demanding)}`;
      const todo =
        "在 PocketBase 后台 → tbl_auth_users 里去掉“必填”，或用 onRecordCreate 钩子给新记录填上值。";
      const mayFill = "value" in facts.operatorHooks && facts.operatorHooks.value.mayFill;
      return mayFill
        ? advice(seen, "新用户第一次登录时没有这些值；你的钩子若没有填上，他们就注册不了。", todo)
        : broken(seen, "新用户第一次登录时没有这些值，所有新用户都注册不了。", todo);
    }),
};

/** What a field's options refuse of what the service stores; null for nothing. */
function refusalOf(field: Field): string | null {
  const longest = TEXTS[field.name];
  const { min, max, pattern, maxSize, mimeTypes, values, exceptDomains, onlyDomains } = field;
  if (longest !== undefined && field.type === "text") {
    if (Number(max) > 0 && Number(max) < longest) return `最长 ${max} 个字符（需要 ${longest}）`;
    if (Number(min) > 1) return `最短 ${min} 个字符`;
    if (pattern) return `只接受 ${pattern}`;
  }
  if (
    field.name === "users_picture" &&
    field.type === "url" &&
    (exceptDomains?.length || onlyDomains?.length)
  )
    return "只接受某些域名";
  if (field.name === "users_status" && typeof min === "number" && min > -9) return `最小 ${min}（需要 -9）`;
  if (field.name === "users_avatar") {
    if (maxSize && maxSize < 2 * 1024 * 1024) return `文件最大 ${maxSize} 字节（需要 2 MiB）`;
    if (mimeTypes?.length && !(mimeTypes.includes("image/jpeg") && mimeTypes.includes("image/png")))
      return "不接受 JPEG 或 PNG";
  }
  if (field.name === "password") {
    if (Number(min) > 8) return `最短 ${min} 个字符（接口允许 8）`;
    if (Number(max) > 0 && Number(max) < 71) return `最长 ${max} 个字符（接口允许 71）`;
    if (pattern) return `只接受 ${pattern}`;
  }
  if (
    field.name === "email" &&
    (exceptDomains?.includes("manage.local") ||
      (onlyDomains?.length && !onlyDomains.includes("manage.local")))
  )
    return "不接受占位邮箱的域名 manage.local";
  const choices = CHOICES[field.name];
  if (choices && field.type === "select" && !choices.every((choice) => values?.includes(choice)))
    return `选项里少了 ${choices.filter((choice) => !values?.includes(choice)).join("、")}`;
  return null;
}

const CHOICES: { [field: string]: string[] } = {
  users_idtype: ["WeChat", "ManagePlatform"],
  users_type: ["游客", "注册用户"],
};

export const fieldLimits: Check = {
  title: "用户表的字段限制",
  judge: (facts) =>
    judged(facts.collections, ({ [USERS]: users }) => {
      if (!users) return notChecked(`没有集合 ${USERS}`);
      const refusals = users.fields.flatMap((field) => {
        const refusal = refusalOf(field);
        return refusal === null ? [] : [`${field.name}：${refusal}`];
      });
      if (refusals.length === 0) return sound("字段放得下服务要存的内容", "没有字段会拒绝合规的输入。");
      return advice(
        listed(refusals),
        "接口认为合规的输入会被数据库拒绝，用户看到“请求参数有误”。",
        "若不是有意的限制，在 PocketBase 后台 → tbl_auth_users 里放宽。",
      );
    }),
};
