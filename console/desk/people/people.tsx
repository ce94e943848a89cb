/**
 * People: the search, the list, and beside it the card of the one who was chosen.
 * @module
 */
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { ActionButton } from "../../components/action-button.tsx";
import { Notice, NoticeModel } from "../../components/notice.tsx";
import { Broken } from "../broken.tsx";
import { exportPeople } from "./export.ts";
import { asked, failure, shown, watchList } from "./list.ts";
import { PeopleTable } from "./people-table.tsx";
import { PersonCard } from "./person-card.tsx";
import { SearchForm } from "./search-form.tsx";

const exportNotice = new NoticeModel();

/** @param props.selected the record id of whose card is open; null for nobody's */
export function People({ selected }: { selected: string | null }) {
  useLayoutEffect(watchList, []);
  const exported = useSignal(0);
  async function download(): Promise<void> {
    exportNotice.clear();
    const result = await exportPeople(asked.peek(), (count) => (exported.value = count));
    if (!result.ok) exportNotice.showFailure(result.failure);
    exported.value = 0;
  }
  return (
    <div class="people" data-open={selected !== null}>
      <section class="list" aria-labelledby="people-title">
        <div class="list-head">
          <h2 id="people-title">人员</h2>
          <ActionButton
            label="导出为 CSV"
            busyLabel={exported.value === 0 ? "正在导出…" : `已导出 ${exported.value.toLocaleString()} 人`}
            action={download}
          />
        </div>
        <Notice model={exportNotice} />
        <SearchForm />
        <Broken failure={failure.value} />
        {shown.value ? (
          <PeopleTable {...shown.value} selected={selected} />
        ) : (
          !failure.value && <p class="muted placeholder">正在载入名单…</p>
        )}
      </section>
      {selected !== null && <PersonCard key={selected} id={selected} />}
    </div>
  );
}
