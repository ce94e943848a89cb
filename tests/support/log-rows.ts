/**
 * PocketBase's log, as an operator reads it on the dashboard's log page.
 * @module
 */
import type { Service } from "./service.ts";

export interface LogRow {
  level: number;
  message: string;
  data: { [name: string]: unknown };
}

/**
 * All lines, oldest first. PocketBase writes them in batches, and the rest when it ends: so the service is restarted,
 * after which nothing is missing.
 */
export async function allLogRows(service: Service): Promise<LogRow[]> {
  await service.restart();
  return readLogRows(service);
}

/** The lines that have been written so far and match a PocketBase filter, oldest first. */
export async function readLogRows(service: Service, filter = ""): Promise<LogRow[]> {
  const rows: LogRow[] = [];
  for (let page = 1; ; page++) {
    const query = new URLSearchParams({ filter, page: String(page), perPage: "500", sort: "@rowid" });
    const { items } = await service.admin.request<{ items: LogRow[] }>("GET", `/api/logs?${query}`);
    rows.push(...items);
    if (items.length < 500) return rows;
  }
}
