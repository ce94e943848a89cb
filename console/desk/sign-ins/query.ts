/**
 * Finding lines of the log through PocketBase's log API.
 * @module
 */
import type { Result } from "../../service/result.ts";
import { pocketbase } from "../../service/pocketbase.ts";
import { all, where } from "../filter.ts";
import { maskPhone } from "../../../src/domain/phone.ts";
import { askAsSuperuser } from "../session.ts";
import type { Person } from "../people/person.ts";
import { type Line, lineOf } from "./line.ts";

/** The three messages; an index of the log knows them. */
export const SUCCEEDED = "sign-in";
export const REFUSED = "sign-in refused";
export const FAILED = "sign-in failed";

const message = (text: string) => where("message = {:text}", { text });
const NOT_A_SUCCESS = `${message(REFUSED)} || ${message(FAILED)}`;

export const RESULT_CHOICES: { [value: string]: { label: string; filter: string } } = {
  trouble: { label: "没有成功的", filter: NOT_A_SUCCESS },
  refused: { label: "被拒绝", filter: message(REFUSED) },
  failed: { label: "服务或微信故障", filter: message(FAILED) },
  succeeded: { label: "成功", filter: message(SUCCEEDED) },
  "": { label: "全部", filter: `${message(SUCCEEDED)} || ${NOT_A_SUCCESS}` },
};

export interface AskedLines {
  /** A key of RESULT_CHOICES. */
  result: string;
  /** Empty for every reason. */
  reason: string;
  /** Empty for every operation. */
  operation: string;
  /** A phone, whole or masked; empty for everybody. */
  phone: string;
}

export function linesFilter({ result, reason, operation, phone }: AskedLines): string {
  const masked = phone.includes("*") ? phone : maskPhone(phone);
  return all(
    RESULT_CHOICES[result]?.filter ?? "",
    reason === "" ? "" : where("data.reason = {:reason}", { reason }),
    operation === "" ? "" : where("data.operation = {:operation}", { operation }),
    phone === "" ? "" : where("data.phone = {:masked}", { masked }),
  );
}

/** A person's lines: those with their record, and those that came with their phone before a record was found. */
export function personFilter(person: Person): string {
  const own = where("data.record_id = {:id}", { id: person.id });
  if (person.users_phone === "") return own;
  const phone = maskPhone(person.users_phone);
  return `${own} || (${where("data.phone = {:phone}", { phone })} && data.record_id = '')`;
}

/** @returns the newest lines first */
export async function findLines(filter: string, page: number, size: number): Promise<Result<Line[]>> {
  const result = await askAsSuperuser(() =>
    // The line's number is its age, and needs no sorting of the whole log.
    pocketbase.logs.getList(page, size, { filter, sort: "-@rowid", skipTotal: true }),
  );
  return result.ok ? { ok: true, value: result.value.items.map(lineOf) } : result;
}

/** The names of these people; who is gone has none. */
export async function namesOf(ids: string[]): Promise<Result<Map<string, string>>> {
  const wanted = [...new Set(ids)].filter((id) => id !== "");
  if (wanted.length === 0) return { ok: true, value: new Map() };
  const result = await askAsSuperuser(() =>
    pocketbase.collection("tbl_auth_users").getList(1, wanted.length, {
      filter: wanted.map((id) => where("id = {:id}", { id })).join(" || "),
      fields: "id,users_name,users_phone",
      skipTotal: true,
    }),
  );
  if (!result.ok) return result;
  const names = result.value.items.map(({ id, users_name, users_phone }): [string, string] => [
    id,
    String(users_name || users_phone || id),
  ]);
  return { ok: true, value: new Map(names) };
}
