/**
 * Very many small requests, of whose answers the status alone is looked at.
 * @module
 */
import type { Service } from "../../tests/support/service.ts";
import { load, type Request } from "../../tools/load.ts";

/** Few enough for the runtimes that PocketBase keeps, so that no request has to wait for a fresh one. */
const CONNECTIONS = 8;
const UNDER_WAY = 16;

/** Sends so many requests, the n-th by its serial from 0. @returns how often each status came */
export async function flood(
  service: Service,
  count: number,
  request: (serial: number) => Request,
  onAnswer?: (answered: number) => void,
): Promise<Map<string, number>> {
  let serial = 0;
  const { statuses } = await load({
    url: service.url,
    connections: CONNECTIONS,
    pipelining: UNDER_WAY,
    until: { requests: count },
    request: () => request(serial++),
    ...(onAnswer && { onAnswer }),
  });
  return statuses;
}
