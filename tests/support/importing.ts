/**
 * Runs the import beside a service, on a file that is made for it.
 * @module
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { wechatAuth } from "./command.ts";
import type { Service } from "./service.ts";

export interface Imported {
  status: number | null;
  output: string;
  /** The first line of the summary. */
  summary: string;
  /** The files beside the export. */
  files: string[];
  report: string;
  /** Old id → record id. */
  map: Map<string, string>;
}

/** A file of its own, gone after the test. */
export async function exportFile(text: string | Uint8Array, name = "export.jsonl"): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kit-export-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

export const appidOf = ({ sandbox }: Service): string => sandbox.settings.WECHAT_APPID ?? "";

/** Runs `wechat-auth import` with the service's mini-program. */
export async function importFile(
  service: Service,
  from: string,
  file: string,
  ...flags: string[]
): Promise<Imported> {
  const all = ["import", "--from", from, "--appid", appidOf(service), ...flags, file];
  const { status, output } = await wechatAuth(service.dataDir, ...all);
  const files = (await readdir(join(file, ".."))).sort();
  const read = (end: string) => readFile(file + end, "utf8").catch(() => "");
  const rows = (await read(".map.csv")).trim().split("\n").slice(1);
  return {
    status,
    output,
    summary: output.split("\n").find((line) => / entries: /.test(line)) ?? "",
    files,
    report: await read(".report.txt"),
    map: new Map(rows.map((row) => row.split(",") as [string, string])),
  };
}

/** All that an import may write. */
export async function written({ admin }: Service): Promise<unknown> {
  const tables = ["tbl_auth_users", "tbl_auth_identities", "tbl_auth_imports", "tbl_auth_users_total"];
  return Promise.all(tables.map((table) => admin.sql(`SELECT * FROM ${table} ORDER BY id`)));
}

/** Signs a WeChat user in by a code of this openid. */
export async function wechatLogin(service: Service, openid: string) {
  const { code } = service.sandbox.mintLoginCode({ openid });
  return service.call("wechatLogin", { body: { users_wx_code: code } });
}
