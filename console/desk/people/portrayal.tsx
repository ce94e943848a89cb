/**
 * Who a person is: state, company, times and the ids that they go by.
 * @module
 */
import { Avatar } from "../../components/avatar.tsx";
import { Badge } from "../../components/badge.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { type Detail, Details } from "../../components/details.tsx";
import { dateTimeWords } from "../../words/times.ts";
import { personPath } from "../paths.ts";
import type { Portrait } from "./load-person.ts";
import { isPlatform, statusWords } from "./person.ts";

export function Portrayal({ portrait: { person, company } }: { portrait: Portrait }) {
  const status = statusWords(person.users_status);
  return (
    <>
      <div class="profile-head">
        <Avatar name={person.users_name} picture={person.users_picture} />
        <div>
          <p class="badges">
            <Badge tone={status.tone}>{status.words}</Badge>
            <Badge tone="">{isPlatform(person) ? "管理平台" : "微信"}</Badge>
            {person.users_type && <Badge tone="">{person.users_type}</Badge>}
          </p>
          <p class="muted">{status.meaning}</p>
          {person.users_merged_into && (
            <p>
              <a href={personPath(person.users_merged_into)}>查看并入的账号</a>
            </p>
          )}
        </div>
      </div>
      <Details
        rows={[
          {
            label: "公司",
            value: company ? `${company}（${person.company_id}）` : person.company_id || "无",
          },
          { label: "注册时间", value: dateTimeWords(person.created) },
          { label: "更新时间", value: dateTimeWords(person.updated) },
        ]}
      />
      <details class="fold">
        <summary>编号</summary>
        <Details
          rows={[
            code("记录编号", person.id),
            code("openid", person.openid),
            ...(person.users_unionid ? [code("unionid", person.users_unionid)] : []),
          ]}
        />
      </details>
    </>
  );
}

const code = (label: string, text: string): Detail => ({
  label,
  value: (
    <span class="copyable">
      <code>{text}</code>
      <CopyButton text={text} what={label} />
    </span>
  ),
  wide: true,
});
