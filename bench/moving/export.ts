/**
 * A large export of LeanCloud's, written piece by piece.
 * @module
 */
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { jsonLines, leancloudPassword, leancloudUser, leancloudWechat } from "../../tests/support/exports.ts";

const PIECE = 1000;

export interface Shape {
  lines: number;
  /** Of each hundred people, how many have a phone and a password of their own. */
  passwords: number;
}

/** The openid of the person of a line, counted from 0. */
export const openidOf = (line: number): string => `o${String(line).padStart(27, "0")}`;

const phoneOf = (line: number) => `+861${String(30_000_000_00 + line).padStart(10, "0")}`;

/** @returns the size in bytes */
export async function writeExport(path: string, { lines, passwords }: Shape): Promise<number> {
  const file = createWriteStream(path);
  for (let done = 0; done < lines; done += PIECE) {
    const people = Array.from({ length: Math.min(PIECE, lines - done) }, (_, i) => {
      const line = done + i;
      return leancloudUser({
        nickName: `用户${line}🎈`,
        avatarUrl: `https://thirdwx.qlogo.cn/mmopen/vi_32/${line}/132`,
        authData: leancloudWechat(openidOf(line)),
        ...(line % 2 === 0 && { mobilePhoneNumber: phoneOf(line), mobilePhoneVerified: line % 4 === 0 }),
        ...(line % 100 < passwords && { mobilePhoneNumber: phoneOf(line), ...leancloudPassword() }),
      });
    });
    if (!file.write(jsonLines(people))) await once(file, "drain");
  }
  file.end();
  await once(file, "close");
  return file.bytesWritten;
}
