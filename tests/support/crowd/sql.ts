/**
 * Pieces of SQL that make values out of a row's number `i`: scattered, and the same every time.
 * @module
 */

const PRIME = 2_147_483_647;

/** A whole number from 0 to below `limit`; another `salt` gives another one. Squared, or neighbours would go together. */
export function scatter(salt: number, limit: number): string {
  const mixed = `((i * 48271 + ${salt} * 7919 + 12345) % ${PRIME})`;
  return `(${mixed} * (${mixed} % 65521 + ${salt * 31 + 7}) % ${PRIME} % ${limit})`;
}

/** One of the texts. Those that stand more often are chosen more often. */
export function oneOf(salt: number, texts: readonly string[]): string {
  const list = JSON.stringify(texts).replaceAll("'", "''");
  return `json_extract('${list}', '$[' || ${scatter(salt, texts.length)} || ']')`;
}

/** Chooses by weight. @returns a CASE over hundredths */
export function weighted(
  salt: number,
  choices: readonly (readonly [percent: number, sql: string])[],
): string {
  let sum = 0;
  const cases = choices.map(([percent, sql]) => `WHEN part < ${(sum += percent)} THEN ${sql}`);
  return `(SELECT CASE ${cases.join(" ")} END FROM (SELECT ${scatter(salt, 10_000)} / 100.0 AS part))`;
}

/** As PocketBase writes a time. @param sql Unix time in seconds, with fraction */
export function timeText(sql: string): string {
  return `strftime('%Y-%m-%d %H:%M:%fZ', ${sql}, 'unixepoch')`;
}

/** Rows numbered from 1. */
export function rows(count: number): string {
  return `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
}
