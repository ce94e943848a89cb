/**
 * Phones as people paste them, out of chats, contacts, tables and web pages.
 * @module
 */

const parts = (phone: string) => [phone.slice(0, 3), phone.slice(3, 7), phone.slice(7)] as const;
const joined = (phone: string, separator: string) => parts(phone).join(separator);
const fullWidth = (text: string) =>
  text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));

/** What a paste brings, and how it writes a phone of 11 digits. */
export const PASTED_PHONES: [string, (phone: string) => string][] = [
  ["marks of direction around it, as iOS contacts have them", (phone) => `\u202d${phone}\u202c`],
  ["isolating marks of direction around it", (phone) => `\u2066${phone}\u2069`],
  ["a byte order mark in front", (phone) => `\ufeff${phone}`],
  ["no-break blanks", (phone) => joined(phone, "\u00a0")],
  ["narrow no-break blanks", (phone) => joined(phone, "\u202f")],
  ["ideographic blanks", (phone) => `\u3000${joined(phone, "\u3000")}\u3000`],
  ["a blank of no width", (phone) => joined(phone, "\u200b")],
  ["a tab behind it, out of a table", (phone) => `${phone}\t`],
  ["soft hyphens", (phone) => joined(phone, "\u00ad")],
  ["full-width digits", fullWidth],
  ["full-width digits, plus sign and prefix", (phone) => fullWidth(`+86${phone}`)],
  ["brackets around the prefix", (phone) => `(+86)${phone}`],
  ["full-width brackets around the prefix", (phone) => `（+86）${joined(phone, "－")}`],
  ["brackets of other kinds", (phone) => `[86]【${phone}】`],
  ...["-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", "\ufe63", "\uff0d"].map(
    (dash): [string, (phone: string) => string] => [`the dash ${dash}`, (phone) => joined(phone, dash)],
  ),
];
