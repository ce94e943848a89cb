/**
 * What the payload of a JSON Web Token says, read without taking it apart (RFC 7519; base64url by RFC 4648, section 5).
 * @module
 */

/**
 * The characters that stand for `"refreshable":true` in base64url, by where in a group of three bytes it begins; the
 * first and the last one are left out where they stand for parts of other bytes as well.
 */
const REFRESHABLE = ["InJlZnJlc2hhYmxlIjp0cnVl", "JyZWZyZXNoYWJsZSI6dHJ1Z", "icmVmcmVzaGFibGUiOnRydW"];

/**
 * Whether a verified token holds the claim `refreshable: true` written as Go writes it. Within a string its quotes would
 * be escaped, so nobody's value can pass for it; one written otherwise is not recognized.
 */
export function saysRefreshable(token: string): boolean {
  return REFRESHABLE.some((text) => token.includes(text));
}
