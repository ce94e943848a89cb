/**
 * One person: whether they can sign in and how, what can be done, and what their last sign-ins came to.
 * @module
 */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { ActionButton } from "../../components/action-button.tsx";
import { announce } from "../../components/announcer.tsx";
import { Notice, NoticeModel } from "../../components/notice.tsx";
import { Latest } from "../latest.ts";
import { viewPath } from "../paths.ts";
import { PersonLines } from "../sign-ins/person-lines.tsx";
import { DeedDialog } from "./deed-dialog.tsx";
import { type Deed, deedsFor } from "./deeds.ts";
import { Doors } from "./doors.tsx";
import { JoinDialog } from "./join-dialog.tsx";
import { reload } from "./list.ts";
import { loadPerson, type Portrait } from "./load-person.ts";
import { calledInSentence, isActive, nameOf } from "./person.ts";
import { Portrayal } from "./portrayal.tsx";

export function PersonCard({ id }: { id: string }) {
  const portrait = useSignal<Portrait | null>(null);
  const asking = useSignal<Deed | null>(null);
  const joining = useSignal(false);
  /** What was done last: the words, and how it is taken back. */
  const last = useSignal<Pick<Deed, "done" | "undo"> | null>(null);
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

  function done(deed: Pick<Deed, "done" | "undo">): void {
    last.value = deed;
    void changed(deed.done);
  }
  async function changed(words: string): Promise<void> {
    announce(words);
    await load();
    reload();
  }
  async function undo(deed: Pick<Deed, "undo">): Promise<void> {
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
          {person ? nameOf(person) : notice.shown.value ? "打不开这条记录" : "正在载入…"}
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
              {isActive(portrait.value.person.users_status) && (
                <button type="button" onClick={() => (joining.value = true)}>
                  合并记录
                </button>
              )}
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
            asking.value = null;
            if (deed) done(deed);
          }}
        />
      )}
      {joining.value && person && (
        <JoinDialog
          person={person}
          close={() => (joining.value = false)}
          done={(absorbed) => {
            joining.value = false;
            done({ done: `已把${calledInSentence(absorbed)}的记录并入${calledInSentence(person)}` });
          }}
        />
      )}
    </section>
  );
}
