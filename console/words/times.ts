/**
 * Times in words.
 * @module
 */

const DATE = new Intl.DateTimeFormat("zh-CN", { dateStyle: "long" });
const ZONE = new Intl.DateTimeFormat("en", { timeZoneName: "shortOffset" });
const TIME = new Intl.DateTimeFormat("zh-CN", { timeStyle: "medium", hourCycle: "h23" });
const HOUR_MINUTE = new Intl.DateTimeFormat("zh-CN", {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const DAY = new Intl.DateTimeFormat("zh-CN", { month: "long", day: "numeric" });

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY_LENGTH = 24 * HOUR;

/**
 * With its zone: whoever reads it aloud on the phone may be elsewhere.
 * @param text ISO 8601, or PocketBase's form of it with a space; anything else comes back as it is
 */
export function dateTimeWords(text: string): string {
  const time = new Date(text.replace(" ", "T"));
  if (Number.isNaN(time.getTime())) return text;
  return `${DATE.format(time)} ${HOUR_MINUTE.format(time)}（${zoneOf(time)}）`;
}

/** “GMT+8” */
function zoneOf(time: Date): string {
  return ZONE.formatToParts(time).find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** @param time Unix time in milliseconds */
export function timeWords(time: number): string {
  return TIME.format(time);
}

/**
 * For tables: the day and the minute, as short as they can be told apart.
 * @param text as for dateTimeWords
 */
export function shortTimeWords(text: string, now = Date.now()): string {
  const time = new Date(text.replace(" ", "T"));
  if (Number.isNaN(time.getTime())) return text;
  const sameYear = time.getFullYear() === new Date(now).getFullYear();
  return `${sameYear ? DAY.format(time) : DATE.format(time)} ${HOUR_MINUTE.format(time)}`;
}

/** For charts. @param time Unix time in milliseconds */
export function chartTimeWords(time: number, kind: "hour" | "day" | "clock"): string {
  if (kind === "clock") return HOUR_MINUTE.format(time);
  return kind === "day" ? DAY.format(time) : `${DAY.format(time)} ${HOUR_MINUTE.format(time)}`;
}

/** Hour and minute, and the day where it is not today's. @param time Unix time in milliseconds */
export function momentWords(time: number, now = Date.now()): string {
  const hour = HOUR_MINUTE.format(time);
  const days = Math.round((startOfDay(time) - startOfDay(now)) / DAY_LENGTH);
  if (days === 0) return hour;
  return days === 1 ? `明天 ${hour}` : `${DAY.format(time)} ${hour}`;
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

/** How long it takes and when that is: “约 15 分钟后（12:15）”. Under a minute the clock's time adds nothing. */
export function waitWords(milliseconds: number, now = Date.now()): string {
  const words = `约 ${durationWords(milliseconds)}后`;
  return milliseconds < MINUTE ? words : `${words}（${momentWords(now + milliseconds, now)}）`;
}

/** A duration in the unit that says it best, rounded to it: a minute more or less does not make days jump. */
export function durationWords(milliseconds: number): string {
  const left = Math.max(0, milliseconds);
  if (left < 90 * SECOND) return `${Math.ceil(left / SECOND)} 秒`;
  if (left < 90 * MINUTE) return `${Math.round(left / MINUTE)} 分钟`;
  if (left < 36 * HOUR) return `${Math.round(left / HOUR)} 小时`;
  return `${Math.round(left / DAY_LENGTH)} 天`;
}

/** Minutes and seconds as on a kitchen timer: “14:56”. */
export function countdownWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
