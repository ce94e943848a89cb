/**
 * One page of people. On a phone the first column says what the others would.
 * @module
 */
import { Badge } from "../../components/badge.tsx";
import { Pager } from "../../components/pager.tsx";
import { shortTimeWords } from "../../words/times.ts";
import { personPath } from "../paths.ts";
import { asked, askFor, isEverybody, loading, PAGE_SIZE, total } from "./list.ts";
import { isPlatform, nameOf, type Person, phoneWords, statusWords, UNNAMED } from "./person.ts";

const NEWEST = "-@rowid";
const OLDEST = "@rowid";

interface PeopleTableProps {
  people: Person[];
  page: number;
  /** The record id of whose card is open. */
  selected: string | null;
}

export function PeopleTable({ people, page, selected }: PeopleTableProps) {
  if (people.length === 0 && page === 1)
    return (
      <p class="placeholder" aria-busy={loading.value}>
        {isEverybody(asked.value) ? "还没有人注册。" : "没有符合条件的人。可以换个写法，或少填几个条件。"}
      </p>
    );
  return (
    <>
      <table class="table" aria-busy={loading.value} aria-labelledby="people-title">
        <thead>
          <tr>
            <Sortable label="姓名" ascending="users_name" descending="-users_name" />
            <th scope="col" class="wide-only">
              手机号
            </th>
            <th scope="col">状态</th>
            <th scope="col" class="wide-only">
              来源
            </th>
            <Sortable label="注册时间" ascending={OLDEST} descending={NEWEST} wide />
            <Sortable label="更新时间" ascending="updated" descending="-updated" wide />
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <Row key={person.id} person={person} selected={person.id === selected} />
          ))}
        </tbody>
      </table>
      <Pager
        page={page}
        size={PAGE_SIZE}
        count={people.length}
        total={total.value}
        unit="人"
        go={(to) => askFor({ page: to })}
      />
    </>
  );
}

function Row({ person, selected }: { person: Person; selected: boolean }) {
  const status = statusWords(person.users_status);
  const path = personPath(person.id);
  return (
    <tr
      class={selected ? "selected" : undefined}
      onClick={(event) => {
        // The whole row for a pointer; the keyboard has the link.
        if (!(event.target as Element).closest("a, button")) location.hash = path;
      }}
    >
      <td>
        <a
          href={path}
          aria-current={selected ? "true" : undefined}
          class={person.users_name === "" ? "unnamed" : undefined}
        >
          {nameOf(person)}
          {nameOf(person) === UNNAMED && <span class="visually-hidden">，记录编号 {person.id}</span>}
        </a>
        <span class="narrow-only muted">
          {[phoneWords(person.users_phone), sourceWords(person), shortTimeWords(person.created)]
            .filter((part) => part !== "")
            .join(" · ")}
        </span>
      </td>
      <td class="wide-only number">{phoneWords(person.users_phone) || <span class="muted">无</span>}</td>
      <td>
        <Badge tone={status.tone}>{status.words}</Badge>
      </td>
      <td class="wide-only">{sourceWords(person)}</td>
      <td class="wide-only number">{shortTimeWords(person.created)}</td>
      <td class="wide-only number">{shortTimeWords(person.updated)}</td>
    </tr>
  );
}

function sourceWords(person: Person): string {
  const doors = [...(isPlatform(person) ? ["管理平台"] : []), ...person.identities.map(({ appid }) => appid)];
  if (doors.length === 0) return isPlatform(person) ? "管理平台" : "微信";
  return doors.length > 1 ? `${doors[0]} 等 ${doors.length} 处` : (doors[0] ?? "");
}

interface SortableProps {
  label: string;
  /** PocketBase's sort, each way. */
  ascending: string;
  descending: string;
  wide?: boolean;
}

function Sortable({ label, ascending, descending, wide }: SortableProps) {
  const { sort } = asked.value;
  const direction = sort === ascending ? "ascending" : sort === descending ? "descending" : "none";
  return (
    <th scope="col" aria-sort={direction} class={wide ? "wide-only" : undefined}>
      <button
        type="button"
        class="sort"
        onClick={() => askFor({ sort: direction === "descending" ? ascending : descending })}
      >
        {label}
        <span aria-hidden="true">{{ ascending: " ↑", descending: " ↓", none: " ↕" }[direction]}</span>
      </button>
    </th>
  );
}
