/**
 * Which PocketBase it is.
 * @module
 */
import { advice, broken, type Check, judged, notChecked, sound } from "./finding.ts";

type Version = [major: number, minor: number, patch: number];

/** The first one without CVE-2026-82410, and the oldest of its line that all tests have run on; see docs/versions.md. */
const SAFE: Version = [0, 39, 7];
const TESTED: Version = [0, 39, 11];

const versionOf = (text: string): Version | null => {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(text) ?? [];
  return patch === undefined ? null : [Number(major), Number(minor), Number(patch)];
};

function isBelow(version: Version, other: Version): boolean {
  const at = version.findIndex((part, i) => part !== other[i]);
  return at >= 0 && Number(version[at]) < Number(other[at]);
}

const UPGRADE = "换成官方的 0.39.11 或更新的版本：备份 pb_data，替换 pocketbase 程序，重启。";

export const pocketbaseVersion: Check = {
  title: "PocketBase 版本",
  judge: ({ version }) =>
    judged(version, (text) => {
      const seen = `PocketBase ${text}`;
      const parts = versionOf(text);
      if (!parts) return notChecked(`程序自称“${text}”，看不出是哪个版本`);
      if (isBelow(parts, SAFE))
        return broken(seen, "有漏洞 CVE-2026-82410：任何人都能从外面让服务停下（0.39.7 起修复）。", UPGRADE);
      if (isBelow(parts, TESTED))
        return advice(seen, "CVE-2026-82410 已修复，但这一系列里完整测试过的最旧版本是 0.39.11。", UPGRADE);
      return sound(seen, "没有 CVE-2026-82410。");
    }),
};
