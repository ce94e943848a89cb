/**
 * One person: whether they can sign in and how, what can be done, and what their last sign-ins came to.
 * @module
 */
import { batch, useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { ActionButton } from "../../components/action-button.tsx";
import { announce } from "../../components/announcer.tsx";
import { Avatar } from "../../components/avatar.tsx";
import { Badge } from "../../components/badge.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { type Detail, Details } from "../../components/details.tsx";
import { Notice, NoticeModel } from "../../components/notice.tsx";
import { dateTimeWords } from "../../words/times.ts";
import { Latest } from "../latest.ts";
import { personPath, viewPath } from "../paths.ts";
import { PersonLines } from "../sign-ins/person-lines.tsx";
import { DeedDialog } from "./deed-dialog.tsx";
import { type Deed, deedsFor } from "./deeds.ts";
import { Doors } from "./doors.tsx";
import { reload } from "./list.ts";
import { loadPerson, type Portrait } from "./load-person.ts";
import { isPlatform, nameOf, statusWords } from "./person.ts";

export function PersonCard({ id }: { id: string }) {
  const portrait = useSignal<Portrait | null>(null);
  const asking = useSignal<Deed | null>(null);
  const last = useSignal<Deed | null>(null);
  const notice = useMemo(() => new NoticeModel(), []);
  const questions = useMemo(() => new Latest(), []);
  const title = useRef<HTMLHeadingElement>(null);
  async function load(): Promise<void> {
    const isLatest = questions.begin();
    const result = await loadPerson(id);
    if (!isLatest()) return;
    if (result.ok) portrait.value = result.value;
    else notice.showFailure(result.failure);
  }
  useLayoutEffect(() => {
    title.current?.focus();
    void load();
  }, []);

  // What was pressed may no longer be there to have the focus.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) title.current?.focus();
  }, [portrait.value]);

  async function changed(words: string): Promise<void> {
    announce(words);
    await load();
    reload();
  }
  async function undo(deed: Deed): Promise<void> {
    const result = await deed.undo?.();
    if (!result?.ok) return result && notice.showFailure(result.failure);
    last.value = null;
    title.current?.focus();
    await changed("已撤销");
  }

  const person = portrait.value?.person;
  return (
    <section class="card person" aria-labelledby="person-title">
      <div class="card-head">
        <h2 id="person-title" tabIndex={-1} ref={title}>
          {person ? nameOf(person) : "正在载入…"}
        </h2>
        <a class="button quiet" href={viewPath("people")}>
          关闭
        </a>
      </div>
      <Notice model={notice} />
      {last.value && (
        <div class="notice deed" data-tone="good">
          <p>{last.value.done}</p>
          {last.value.undo && (
            <ActionButton
              label="撤销"
              busyLabel="正在撤销…"
              action={() => (last.value ? undo(last.value) : Promise.resolve())}
            />
          )}
        </div>
      )}
      {portrait.value && (
        <>
          <Portrayal portrait={portrait.value} />
          <Doors person={portrait.value.person} ask={(deed) => (asking.value = deed)} />
          <section class="deeds" aria-labelledby="deeds-title">
            <h3 id="deeds-title">操作</h3>
            <div class="buttons">
              {deedsFor(portrait.value.person).map((deed) => (
                <button
                  key={deed.key}
                  type="button"
                  class={deed.danger ? "danger" : undefined}
                  onClick={() => (asking.value = deed)}
                >
                  {deed.label}
                </button>
              ))}
              {deedsFor(portrait.value.person).length === 0 && (
                <p class="muted">这条记录已不再使用，没有可做的操作。</p>
              )}
            </div>
          </section>
          <PersonLines person={portrait.value.person} />
        </>
      )}
      {asking.value && (
        <DeedDialog
          deed={asking.value}
          close={() => (asking.value = null)}
          done={() => {
            const deed = asking.peek();
            batch(() => {
              last.value = deed;
              asking.value = null;
            });
            if (deed) void changed(deed.done);
          }}
        />
      )}
    </section>
  );
}

function Portrayal({ portrait: { person, company } }: { portrait: Portrait }) {
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
