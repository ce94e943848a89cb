/**
 * The signed-in user as the page shows them.
 * @module
 */
import type { components } from "../../src/generated/api.d.ts";
import { isInfoComplete } from "../../src/domain/user-view.ts";
import { Avatar } from "../components/avatar.tsx";
import { type Detail, Details } from "../components/details.tsx";
import { dateTimeWords } from "../words/times.ts";

type User = components["schemas"]["User"];

const ID_TYPES: { [type: string]: string } = { WeChat: "微信", ManagePlatform: "管理平台" };

const NEEDED = [
  ["users_name", "姓名"],
  ["users_phone", "手机号"],
  ["users_picture", "头像"],
] as const;

interface ProfileProps {
  user: User;
  /** Whether WeChat opens this account too; null where nobody said. */
  linked: boolean | null;
}

export function Profile({ user, linked }: ProfileProps) {
  return (
    <>
      <div class="profile-head">
        <Avatar name={user.users_name} picture={user.users_picture} />
        <div>
          <p class="profile-name">{user.users_name || "未填写姓名"}</p>
          <p class="badges">
            {badges(user).map(([tone, text]) => (
              <span key={text} class={`badge ${tone}`}>
                {text}
              </span>
            ))}
          </p>
        </div>
      </div>
      <Details rows={details(user, linked)} />
      <details class="fold">
        <summary>技术信息</summary>
        <Details rows={identifiers(user)} />
      </details>
    </>
  );
}

function badges(user: User): [tone: string, text: string][] {
  const missing = NEEDED.filter(([field]) => user[field] === "").map(([, label]) => label);
  return [
    ["", ID_TYPES[user.users_idtype] ?? "未知来源"],
    user.users_status < 0 ? ["bad", "已停用"] : ["good", "状态正常"],
    isInfoComplete(user) ? ["good", "资料完整"] : ["warn", `资料不完整：缺${missing.join("、")}`],
  ];
}

function details(user: User, linked: boolean | null): Detail[] {
  const company = user.company ? `${user.company.company_name}（${user.company_id}）` : user.company_id;
  return [
    { label: "手机号", value: filled(user.users_phone_masked) },
    { label: "号码验证", value: user.users_phone_verified ? "已由微信验证" : muted("未验证") },
    {
      label: "微信",
      value: linked === null ? muted("重新登录后显示") : linked ? "已绑定" : muted("未绑定"),
    },
    { label: "用户类型", value: filled(user.users_type) },
    { label: "公司", value: filled(company) },
    { label: "注册时间", value: filled(user.created === null ? "" : dateTimeWords(user.created)) },
  ];
}

/** What an operator or a developer asks for. */
function identifiers(user: User): Detail[] {
  const code = (label: string, text: string): Detail => ({
    label,
    value: text === "" ? filled("") : <code>{text}</code>,
    wide: true,
  });
  return [
    code("openid", user.openid),
    code("记录编号", user.pb_id),
    code("头像地址", user.users_picture),
    code("账号状态值", String(user.users_status)),
  ];
}

const muted = (text: string) => <span class="muted">{text}</span>;
const filled = (text: string) => (text === "" ? muted("未填写") : text);
