/**
 * The address below which clients reach the service, as PocketBase's setting “Application URL” has it.
 * @module
 */

export interface BaseAddress {
  /** With `http://` or `https://`, without a slash at its end: whatever is appended to it makes an address of the web. */
  url: string;
  /** What an operator has to set right, in English for the log; "" when all is well. */
  complaint: string;
}

const LOOPBACK = /^https?:\/\/(?:localhost|127\.[0-9.]+|\[::1\]|0\.0\.0\.0)(?=[:/]|$)/i;
/** Names and addresses that no certificate is made out to. */
const LOCAL = /^(?:localhost|[0-9.]+|\[[0-9a-f:.]+\])(?=[:/]|$)/i;

/** @param setting PocketBase takes nearly any text that may be an address: it may lack the scheme, or hold a password */
export function baseAddress(setting: string): BaseAddress {
  const bare = setting
    .trim()
    .replace(/[?#].*$/, "")
    .replace(/^([a-z]+:\/\/)?[^/@]*@/i, "$1")
    .replace(/\/+$/, "");
  const hasScheme = /^https?:\/\//i.test(bare);
  const rest = bare.replace(/^[a-z]*:?\/\//i, "");
  const url = hasScheme ? bare : `${LOCAL.test(rest) ? "http" : "https"}://${rest}`;
  return { url, complaint: complaintOf(url, hasScheme) };
}

function complaintOf(url: string, hasScheme: boolean): string {
  if (LOOPBACK.test(url)) return `it is ${url}, where no other machine finds them`;
  return hasScheme ? "" : `it lacks http:// or https://, and ${url} is taken for it`;
}
