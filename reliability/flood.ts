/**
 * Very many small requests: a few connections with many requests under way on each (HTTP pipelining), and of the
 * answers the status alone is looked at.
 * @module
 */
import { connect } from "node:net";
import { Lost } from "./client.ts";

/** Fewer than the runtimes that PocketBase keeps, so that no request has to wait for a fresh one. */
const CONNECTIONS = 8;
const UNDER_WAY = 16;

export interface FloodRequest {
  method: string;
  path: string;
  headers: { [name: string]: string };
  body: string;
}

export interface FloodOptions {
  /** Of the server, without a path. */
  url: string;
  count: number;
  /** @param serial from 0 to count - 1 */
  request(serial: number): FloodRequest;
  /** Called now and then with the number of requests that have been answered. */
  onProgress?(answered: number): void;
}

/**
 * Sends the requests. @returns how often each status came
 * @throws Lost when a connection ends before all of its requests are answered
 */
export async function flood(options: FloodOptions): Promise<Map<string, number>> {
  const statuses = new Map<string, number>();
  const progress = { sent: 0, answered: 0, statuses };
  await Promise.all(Array.from({ length: CONNECTIONS }, () => pipeline(options, progress)));
  return statuses;
}

interface Progress {
  sent: number;
  answered: number;
  statuses: Map<string, number>;
}

/** One connection, which takes the next request whenever one of its own has been answered. */
function pipeline({ url, count, request, onProgress }: FloodOptions, progress: Progress): Promise<void> {
  const { host, hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let underWay = 0;
  const send = () => {
    let text = "";
    for (; underWay < UNDER_WAY && progress.sent < count; underWay++)
      text += onTheWire(host, request(progress.sent++));
    if (text !== "") socket.write(text);
    else if (underWay === 0) socket.end();
  };
  const take = (status: string) => {
    progress.statuses.set(status, (progress.statuses.get(status) ?? 0) + 1);
    underWay -= 1;
    progress.answered += 1;
    if (progress.answered % 10_000 === 0) onProgress?.(progress.answered);
  };
  return new Promise((resolve, reject) => {
    let rest = "";
    socket.setEncoding("latin1");
    socket.once("connect", send);
    socket.once("error", (error) => reject(new Lost(error.message, { cause: error })));
    socket.once("close", () => {
      if (underWay === 0) resolve();
      else reject(new Lost(`the server closed a connection with ${underWay} requests under way`));
    });
    socket.on("data", (chunk: string) => {
      rest = takeStatuses(rest + chunk, take);
      send();
    });
  });
}

function onTheWire(host: string, { method, path, headers, body }: FloodRequest): string {
  const all = { Host: host, "Content-Length": String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
}

const STATUS_LINE = /HTTP\/1\.1 (\d{3}) /g;
const STATUS_LINE_LENGTH = "HTTP/1.1 200 ".length;

/** Finds the status lines in what has come so far. @returns the end of it, where the next may have begun */
function takeStatuses(text: string, take: (status: string) => void): string {
  let end = 0;
  for (const match of text.matchAll(STATUS_LINE)) {
    take(match[1] ?? "");
    end = match.index + STATUS_LINE_LENGTH;
  }
  return text.slice(Math.max(end, text.length - STATUS_LINE_LENGTH + 1));
}
