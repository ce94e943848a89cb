/**
 * A large export of LeanCloud's, written piece by piece.
 * @module
 */
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import {
  type Json,
  jsonLines,
  leancloudPassword,
  leancloudUser,
  leancloudWechat,
} from "../../tests/support/exports.ts";

const PIECE = 1000;

export interface Shape {
  lines: number;
  /** Of each hundred people, how many have a phone and a password of their own. */
  passwords: number;
  /** As long each line is, its end included, filled up with columns of a team's own; 0 leaves them out. */
  bytesPerLine: number;
}

/** The openid of the person of a line, counted from 0. */
export const openidOf = (line: number): string => `o${String(line).padStart(27, "0")}`;

const phoneOf = (line: number) => `+861${String(30_000_000_00 + line).padStart(10, "0")}`;

/**
 * The same lines each time: a file of fewer is the beginning of one of more.
 * @returns the size in bytes
 */
export async function writeExport(path: string, shape: Shape): Promise<number> {
  const file = createWriteStream(path);
  for (let done = 0; done < shape.lines; done += PIECE) {
    const count = Math.min(PIECE, shape.lines - done);
    const people = Array.from({ length: count }, (_, i) => personOf(done + i, shape));
    if (!file.write(jsonLines(people))) await once(file, "drain");
  }
  file.end();
  await once(file, "close");
  return file.bytesWritten;
}

function personOf(line: number, { passwords, bytesPerLine }: Shape): Json {
  const person = leancloudUser({
    objectId: `5f${line.toString(16).padStart(22, "0")}`,
    username: `user-${line}`,
    nickName: `用户${line}🎈`,
    avatarUrl: `https://thirdwx.qlogo.cn/mmopen/vi_32/${line}/132`,
    authData: leancloudWechat(openidOf(line)),
    ...(line % 2 === 0 && { mobilePhoneNumber: phoneOf(line), mobilePhoneVerified: line % 4 === 0 }),
    ...(line % 100 < passwords && { mobilePhoneNumber: phoneOf(line), ...leancloudPassword() }),
  });
  return bytesPerLine === 0 ? person : filledUp(person, line, bytesPerLine);
}

/** What apps add to `_User`: pointers, dates, lists of objects, and what people write about themselves. */
function filledUp(person: Json, line: number, bytesPerLine: number): Json {
  const whole: Json & { addresses: Json[]; introduction: string } = {
    ...person,
    company: {
      __type: "Pointer",
      className: "Company",
      objectId: `6a${String(line % 997).padStart(22, "0")}`,
    },
    lastSeenAt: { __type: "Date", iso: "2026-10-11T12:13:14.151Z" },
    settings: { theme: "dark", notify: { order: true, news: false, at: [8, 12, 20] }, version: line % 40 },
    addresses: [],
    introduction: "",
  };
  const address = { city: "杭州市", street: `文三路${line % 900}号`, door: "3-1201", isDefault: false };
  const missing = () => bytesPerLine - Buffer.byteLength(jsonLines([whole]));
  const perAddress = Buffer.byteLength(JSON.stringify(address)) + 1;
  const free = missing();
  if (free < 0) throw new Error(`a line takes ${bytesPerLine - free} bytes at least`);
  whole.addresses = Array.from({ length: Math.floor(free / 2 / perAddress) }, () => address);
  const text = missing();
  whole.introduction = "喜".repeat(Math.floor(text / 3)) + "!".repeat(text % 3);
  return whole;
}
