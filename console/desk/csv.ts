/**
 * Tables that a spreadsheet opens as they are meant.
 * @module
 */

/** Excel takes a file for UTF-8 only with this in front. */
const BYTE_ORDER_MARK = "\ufeff";

/**
 * A cell that begins like a formula would be one: whoever fills in such a name could run it at an operator's desk
 * (https://owasp.org/www-community/attacks/CSV_Injection). A long number would become 1.38E+10, or lose its last digits.
 */
function cell(text: string): string {
  const inert = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  const whole = /^\d{9,}$/.test(inert) ? `${inert}\t` : inert;
  return /[",\r\n\t]/.test(whole) ? `"${whole.replaceAll('"', '""')}"` : whole;
}

/** @param rows the first one names the columns */
export function csv(rows: readonly (readonly string[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
