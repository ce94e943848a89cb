/**
 * Times in words.
 * @module
 */

const DATE_TIME = new Intl.DateTimeFormat("zh-CN", { dateStyle: "medium", timeStyle: "short" });
const TIME = new Intl.DateTimeFormat("zh-CN", { timeStyle: "medium" });

/** @param text ISO 8601, or PocketBase's form of it with a space; anything else comes back as it is */
export function dateTimeWords(text: string): string {
  const time = new Date(text.replace(" ", "T"));
  return Number.isNaN(time.getTime()) ? text : DATE_TIME.format(time);
}

/** @param time Unix time in milliseconds */
export function timeWords(time: number): string {
  return TIME.format(time);
}

/** The two largest units of a duration. */
export function durationWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return `${days} 天 ${hours} 小时`;
  if (hours > 0) return `${hours} 小时 ${minutes} 分`;
  if (minutes > 0) return `${minutes} 分 ${seconds % 60} 秒`;
  return `${seconds} 秒`;
}
