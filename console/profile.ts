/**
 * The signed-in user as the page shows them.
 * @module
 */
import type { components } from "../src/generated/api.d.ts";
import { isInfoComplete, userView } from "../src/domain/user-view.ts";
import { element } from "./dom.ts";
import { dateTimeWords } from "./format.ts";

type User = components["schemas"]["User"];
type UserRecord = components["schemas"]["UserRecord"];

const ID_TYPES: { [type: string]: string } = { WeChat: "微信", ManagePlatform: "管理平台" };

const NEEDED = [
  ["users_name", "姓名"],
  ["users_phone", "手机号"],
  ["users_picture", "头像"],
] as const;

/** The record that PocketBase's own route answers, seen as the sign-in routes show it; only the company is not in it. */
export function userOfRecord(record: UserRecord): User {
  return userView(record.id, record, null);
}

/** Head and details of the card. */
export function profile(user: User): HTMLElement[] {
  return [
    element(
      "div",
      { class: "profile-head" },
      avatar(user),
      element(
        "div",
        {},
        element("p", { class: "profile-name" }, user.users_name || "未填写姓名"),
        element("p", { class: "badges" }, ...badges(user)),
      ),
    ),
    element("dl", { class: "details" }, ...details(user).flatMap(row)),
  ];
}

function badges(user: User): HTMLElement[] {
  const badge = (tone: string, text: string) => element("span", { class: `badge ${tone}` }, text);
  const disabled = user.users_status < 0;
  const missing = NEEDED.filter(([field]) => user[field] === "").map(([, label]) => label);
  const complete = isInfoComplete(user);
  return [
    badge("", ID_TYPES[user.users_idtype] ?? "未知来源"),
    disabled ? badge("bad", "已停用") : badge("good", "状态正常"),
    complete ? badge("good", "资料完整") : badge("warn", `资料不完整：缺${missing.join("、")}`),
  ];
}

function details(user: User): [string, string, "code"?][] {
  const company = user.company ? `${user.company.company_name}（${user.company_id}）` : user.company_id;
  return [
    ["手机号", user.users_phone_masked],
    ["来源", user.users_idtype],
    ["用户类型", user.users_type],
    ["账号状态", `${user.users_status}（${user.users_status < 0 ? "停用" : "正常"}）`],
    ["公司", company],
    ["注册时间", dateTimeWords(user.created)],
    ["openid", user.openid, "code"],
    ["记录编号", user.pb_id, "code"],
    ["头像地址", user.users_picture, "code"],
  ];
}

function row([label, value, kind]: [string, string, "code"?]): HTMLElement[] {
  const shown = value === "" ? element("span", { class: "muted" }, "未填写") : value;
  const content = kind === "code" && value !== "" ? element("code", {}, value) : shown;
  return [
    element(
      "div",
      { class: kind === "code" ? "wide" : "" },
      element("dt", {}, label),
      element("dd", {}, content),
    ),
  ];
}

/** The picture, or the first character of the name where there is none that loads. */
function avatar(user: User): HTMLElement {
  const initial = Array.from(user.users_name.trim())[0] ?? "?";
  const fallback = element("span", { class: "avatar initial", "aria-hidden": "true" }, initial);
  // A record may hold any text; only a web address is a picture.
  if (!/^https?:\/\//i.test(user.users_picture)) return fallback;
  // The name stands beside it, so the picture itself says nothing new.
  const picture = element("img", {
    class: "avatar",
    alt: "",
    width: 64,
    height: 64,
    referrerpolicy: "no-referrer",
  });
  picture.addEventListener("error", () => picture.replaceWith(fallback));
  picture.src = user.users_picture;
  return picture;
}
