/**
 * The list as a file, from its first page to its last.
 * @module
 */
import type { Result } from "../../service/result.ts";
import { announce } from "../../components/announcer.tsx";
import { csv } from "../csv.ts";
import { saveFile } from "../save-file.ts";
import { isPlatform, type Person, statusWords } from "./person.ts";
import { type Asked, dateText, findPeople } from "./query.ts";

/** PocketBase answers no more at once. */
const PAGE_SIZE = 500;
/** A browser and a spreadsheet have a hard time beyond. */
const MOST = 100_000;

const HEAD = [
  "姓名",
  "手机号",
  "手机号已验证",
  "状态",
  "来源",
  "小程序",
  "用户类型",
  "公司编号",
  "openid",
  "unionid",
  "记录编号",
  "注册时间",
  "更新时间",
];

/** @param progress told how many people there are so far */
export async function exportPeople(asked: Asked, progress: (count: number) => void): Promise<Result<number>> {
  const rows: string[][] = [];
  for (let page = 1; rows.length < MOST; page++) {
    // In an order that stays the same while people come: nobody is left out or there twice.
    const result = await findPeople({ ...asked, sort: "@rowid" }, page, PAGE_SIZE);
    if (!result.ok) return result;
    rows.push(...result.value.map(rowOf));
    progress(rows.length);
    if (result.value.length < PAGE_SIZE) break;
  }
  saveFile(`人员-${dateText(new Date())}.csv`, "text/csv;charset=utf-8", csv([HEAD, ...rows]));
  const cut = rows.length >= MOST ? `，已达上限，其余没有导出` : "";
  announce(`已导出 ${rows.length} 人${cut}`);
  return { ok: true, value: rows.length };
}

function rowOf(person: Person): string[] {
  return [
    person.users_name,
    person.users_phone,
    person.users_phone_verified_at ? "是" : "否",
    statusWords(person.users_status).words,
    isPlatform(person) ? "管理平台" : "微信",
    person.identities.map(({ appid }) => appid).join(" "),
    person.users_type,
    person.company_id,
    person.openid,
    person.users_unionid,
    person.id,
    localTime(person.created),
    localTime(person.updated),
  ];
}

/** As spreadsheets read a time, in the zone of whoever exports. */
function localTime(text: string): string {
  const time = new Date(text.replace(" ", "T"));
  if (Number.isNaN(time.getTime())) return text;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${dateText(time)} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}
