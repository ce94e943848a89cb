/**
 * Who may read and change accounts through PocketBase's own API, and who may sign in there.
 * @module
 */
import type { Collection } from "../../domain/deployment.ts";
import { advice, broken, type Check, type Finding, judged, listed, notChecked, sound } from "./finding.ts";

/** As the migrations set them. */
const ACTIVE = "users_status >= 0";
const OWN_RECORD = `id = @request.auth.id && ${ACTIVE}`;

const RULES = ["listRule", "viewRule", "createRule", "updateRule", "deleteRule", "manageRule"] as const;

/** Rules that let others than superusers in. Null, and what a base collection has not, lets nobody in. */
const openRules = (collection: Collection) =>
  RULES.filter((rule) => collection[rule] !== null && collection[rule] !== undefined);

/** What a user's own record must not show even to them. */
const HIDDEN = ["users_password_legacy", "users_unionid"];

const PUT_BACK = "在 PocketBase 后台 → 集合 → API 规则里改回 docs/data.md 写的值。";

function judgeUsers(users: Collection): Finding | null {
  const open = openRules(users).filter((rule) => rule !== "viewRule");
  if (open.length > 0)
    return broken(
      `tbl_auth_users 的 ${listed(open)} 不再是“仅超级用户”`,
      "套件之外的人可能列出、创建、修改或删除账号，手机号会泄露，注册和封禁可以被绕过。",
      PUT_BACK,
    );
  if (users.viewRule !== null && users.viewRule?.trim() !== OWN_RECORD)
    return broken(
      `tbl_auth_users 的 viewRule 是“${users.viewRule}”`,
      "发布时是“只能看自己的记录，且没有被停用”；现在别人的姓名和手机号可能被看到。",
      PUT_BACK,
    );
  if (users.authRule === null)
    return broken("tbl_auth_users 的 authRule 为空（不允许任何人登录）", "所有人都登录不上。", PUT_BACK);
  if (!users.authRule?.includes(ACTIVE))
    return broken(
      `tbl_auth_users 的 authRule 是“${users.authRule}”，其中没有 ${ACTIVE}`,
      "被停用的人仍能从 PocketBase 自带的接口登录。",
      `${PUT_BACK}自己的条件用 && 加在后面。`,
    );
  const shown = users.fields.filter(({ name, hidden }) => HIDDEN.includes(name) && !hidden);
  if (shown.length > 0)
    return broken(
      `tbl_auth_users 的 ${listed(shown.map(({ name }) => name))} 不再是隐藏字段`,
      "它会出现在登录的应答和用户自己的记录里。",
      "在 PocketBase 后台 → tbl_auth_users 的字段设置里重新勾选 Hidden。",
    );
  return users.viewRule === null
    ? advice(
        "tbl_auth_users 的 viewRule 改成了仅超级用户",
        "用户看不到自己的记录，账号页会显示不出资料。",
        PUT_BACK,
      )
    : null;
}

export const accessRules: Check = {
  title: "访问规则",
  judge: (facts) =>
    judged(facts.collections, (all) => {
      const missing = ["tbl_auth_users", "tbl_auth_identities", "tbl_company"].filter((name) => !all[name]);
      if (missing.length > 0)
        return broken(
          `没有集合 ${listed(missing)}`,
          "服务存取账号要用到它们。",
          "执行数据库迁移（见“数据库迁移”）；被改名或删除的，从备份恢复。",
        );
      const { tbl_auth_users: users, tbl_company: companies } = all;
      const trouble = users && judgeUsers(users);
      if (trouble?.verdict === "broken") return trouble;
      for (const name of ["tbl_auth_identities", "tbl_auth_imports"]) {
        const rules = all[name] ? openRules(all[name]) : [];
        if (rules.length > 0)
          return broken(
            `${name} 的 ${listed(rules)} 不再是“仅超级用户”`,
            "能看或能改这个集合的人，能知道谁是谁；能改微信身份的人，能让任何微信号登录成任何人。",
            PUT_BACK,
          );
      }
      if (trouble) return trouble;
      const openCompanies = companies ? openRules(companies) : [];
      if (openCompanies.length > 0)
        return advice(
          `tbl_company 的 ${listed(openCompanies)} 不再是“仅超级用户”`,
          "发布时公司资料只有超级用户能看和改；若是有意为之，可以不管。",
          "确认这些规则只给该看的人看，尤其不要放开创建、修改和删除。",
        );
      return sound("规则与发布时一样严", "别人看不到、改不了账号；被停用的人登录不上。");
    }),
};

export const signInOptions: Check = {
  title: "登录方式",
  judge: (facts) =>
    judged(facts.collections, ({ tbl_auth_users: users }) => {
      if (!users) return notChecked("没有集合 tbl_auth_users");
      const { passwordAuth, oauth2, otp, mfa } = users;
      const on = Object.entries({ OAuth2: oauth2, OTP: otp, MFA: mfa })
        .filter(([, option]) => option?.enabled)
        .map(([name]) => name);
      if (passwordAuth?.enabled && !passwordAuth.identityFields.includes("email"))
        return advice(
          `密码登录的标识字段是 ${listed(passwordAuth.identityFields)}，没有 email`,
          "PocketBase 自带的密码登录认不出平台用户的占位邮箱；套件自己的登录不受影响。",
          "在 PocketBase 后台 → tbl_auth_users → 选项里把 email 加回标识字段。",
        );
      if (on.length > 0)
        return advice(
          `tbl_auth_users 打开了 ${listed(on)}`,
          "这些是套件之外的入口：占位邮箱收不到验证码，绕过套件注册的人没有 openid。",
          "不是有意打开的话，在 PocketBase 后台 → tbl_auth_users → 选项里关掉。",
        );
      return sound("OAuth2、OTP、MFA 都关着", "只能从套件的接口和 PocketBase 的密码登录进来。");
    }),
};
