/**
 * The people that the load acts for. Every value they send tells which write it belongs to, so that a record which
 * mixes two writes, or holds half of one, is seen.
 * @module
 */

export interface Profile {
  users_name: string;
  users_phone: string;
  users_picture: string;
}

/** Versions after which a person's values come round again. */
const VERSIONS = 10;

/** The values of a person's n-th profile; no two people share a phone. @param serial below 10^8 */
export function profileOf(serial: number, version: number): Profile {
  return {
    users_name: `用户${serial}第${version}版`,
    users_phone: `13${String(serial * VERSIONS + (version % VERSIONS)).padStart(9, "0")}`,
    users_picture: `https://example.com/avatar/${serial}/${version}.png`,
  };
}

/** Whose profile it is and which version; null when the three values do not come from one write. */
export function originOf(profile: Profile): { serial: number; version: number } | null {
  const [, serial, version] = /^用户(\d+)第(\d+)版$/.exec(profile.users_name) ?? [];
  if (serial === undefined || version === undefined) return null;
  const origin = { serial: Number(serial), version: Number(version) };
  const whole = profileOf(origin.serial, origin.version);
  return whole.users_phone === profile.users_phone && whole.users_picture === profile.users_picture
    ? origin
    : null;
}

/** WeChat's id of the person; platform users get a GUID from the server instead. */
export function openidOf(serial: number): string {
  return `o-load-${String(serial).padStart(8, "0")}`;
}

export function passwordOf(serial: number): string {
  return `correct-horse-${serial}`;
}

/** A PNG of one pixel: the smallest file that PocketBase takes for an image. */
export const TINY_PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);
