/**
 * One server under several addresses: Linux answers on each of 127.0.0.0/8.
 * @module
 */

/** Where a server with several addresses listens. */
export const EVERY_ADDRESS = "0.0.0.0";

export function loopbackAddresses(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `127.0.0.${i + 1}`);
}

/** @param url of a server that listens on every address @returns so many base URLs of it, as `WECHAT_API_BASE` takes them */
export function baseUrls(url: string, count: number): string {
  return loopbackAddresses(count)
    .map((address) => url.replace(EVERY_ADDRESS, address))
    .join();
}
