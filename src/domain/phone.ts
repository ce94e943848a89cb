/**
 * Phone numbers: how they are stored, and how they are shown.
 * @module
 */

/**
 * The 11 digits of a mainland mobile number. The contract's pattern has already accepted the text, so what stands
 * before the last 11 digits is a `+86`, `86` or `0086` prefix, a space or a hyphen.
 */
export function mainlandPhone(text: string): string {
  return text.replace(/[^0-9]/g, "").slice(-11);
}

/**
 * A WeChat-verified number as stored: mainland numbers as their 11 digits, others as `+<country code><number>`.
 * @param purePhoneNumber WeChat's number without country code
 * @param countryCode WeChat sends a string or a number
 */
export function verifiedPhone(purePhoneNumber: string, countryCode: string): string {
  return countryCode === "86" ? purePhoneNumber : `+${countryCode}${purePhoneNumber}`;
}

/** `13800138000` → `138****8000`; a short value keeps nothing but its last two characters. */
export function maskPhone(phone: string): string {
  if (phone === "") return "";
  if (phone.length < 8) return `****${phone.slice(-2)}`;
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}
