/**
 * The question before two records of one person become one: first which other record, then whether.
 * @module
 */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { ActionButton, runOnce } from "../../components/action-button.tsx";
import { announce } from "../../components/announcer.tsx";
import { Badge } from "../../components/badge.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Field, FieldModel } from "../../components/field.tsx";
import { Labels } from "../../components/labels.tsx";
import { Notice, NoticeModel } from "../../components/notice.tsx";
import { shortTimeWords } from "../../words/times.ts";
import { consequences, findOthers, joinUsers, obstacle } from "./join.ts";
import { nameOf, type Person, phoneWords, statusWords } from "./person.ts";

interface JoinDialogProps {
  person: Person;
  close: () => void;
  done: (absorbed: Person) => void;
}

export function JoinDialog({ person, close, done }: JoinDialogProps) {
  const chosen = useSignal<Person | null>(null);
  const other = chosen.value;
  return (
    <Dialog title={other ? "合并这两条记录？" : "把哪条记录并进来？"} onClose={close}>
      {other ? (
        <Question person={person} other={other} back={() => (chosen.value = null)} done={() => done(other)} />
      ) : (
        <Search person={person} choose={(found) => (chosen.value = found)} />
      )}
      {!other && (
        <button type="button" onClick={close}>
          取消
        </button>
      )}
    </Dialog>
  );
}

function Search({ person, choose }: { person: Person; choose: (found: Person) => void }) {
  const found = useSignal<Person[] | null>(null);
  const busy = useSignal(false);
  const { field, notice } = useMemo(
    () => ({
      notice: new NoticeModel(),
      field: new FieldModel("join-text", "text", {
        label: "同一个人的另一条记录",
        type: "search",
        hint: "手机号、姓名、openid 或记录编号",
      }),
    }),
    [],
  );
  async function search(): Promise<void> {
    notice.clear();
    const text = field.value.peek().trim();
    if (text === "") {
      field.showError("不能为空");
      return field.focus();
    }
    const result = await findOthers(person, text);
    if (!result.ok) return notice.showFailure(result.failure);
    found.value = result.value;
    announce(result.value.length === 0 ? "没有找到别的记录" : `找到 ${result.value.length} 条记录`);
  }
  return (
    <>
      <form
        role="search"
        aria-label="查找另一条记录"
        method="post"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void runOnce(busy, search);
        }}
      >
        <Field model={field} />
        <button type="submit" class="primary" aria-disabled={busy.value ? "true" : undefined}>
          <Labels all={["查找", "正在查找…"]} shown={busy.value ? 1 : 0} />
        </button>
      </form>
      <Notice model={notice} />
      {found.value?.length === 0 && <p class="muted">没有找到别的记录。</p>}
      {found.value && found.value.length > 0 && (
        <ul class="candidates" aria-label="找到的记录">
          {found.value.map((one) => (
            <li key={one.id}>
              <button type="button" onClick={() => choose(one)}>
                <Summary person={one} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Enough of a record to tell it from another of the same name. */
function Summary({ person }: { person: Person }) {
  const status = statusWords(person.users_status);
  const doors = person.identities.map(({ appid }) => appid);
  return (
    <span class="summary">
      <strong>{nameOf(person)}</strong> <Badge tone={status.tone}>{status.words}</Badge>
      <span class="muted number">
        {[phoneWords(person.users_phone), ...doors, `注册于 ${shortTimeWords(person.created)}`]
          .filter((part) => part !== "")
          .join(" · ")}
      </span>
      <span class="muted">
        <code>{person.id}</code>
      </span>
    </span>
  );
}

interface QuestionProps {
  person: Person;
  other: Person;
  back: () => void;
  done: () => void;
}

function Question({ person, other, back, done }: QuestionProps) {
  const notice = useMemo(() => new NoticeModel(), []);
  const against = obstacle(person, other);
  async function join(): Promise<void> {
    notice.clear();
    const result = await joinUsers(person, other);
    if (result.ok) done();
    else notice.showFailure(result.failure);
  }
  return (
    <>
      <dl class="joined">
        <dt>保留</dt>
        <dd>
          <Summary person={person} />
        </dd>
        <dt>并入后停用</dt>
        <dd>
          <Summary person={other} />
        </dd>
      </dl>
      {against === null ? (
        <>
          <ul class="consequences">
            {consequences(person, other).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <p class="muted">请先确认两条记录是同一个人：这一步不能撤销。</p>
        </>
      ) : (
        <div class="notice" data-tone="warn">
          <p>{against}</p>
        </div>
      )}
      <Notice model={notice} />
      <div class="buttons">
        {against === null && <ActionButton tone="danger" label="合并" busyLabel="正在合并…" action={join} />}
        <button type="button" onClick={back} ref={(button) => button?.focus()}>
          换一条
        </button>
      </div>
    </>
  );
}
