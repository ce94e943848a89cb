/**
 * Phone numbers: the one form in which each is stored, whatever it was written like, and how it is shown.
 * Mainland numbers are 11 digits; every other number is `+`, its calling code and the rest, as in E.164.
 * @module
 */
import { CALLING_CODES } from "../generated/calling-codes.ts";

const MAINLAND = "86";
/** Digits that a number may have with whatever stands in front of it; E.164 allows 15. */
const SHORTEST = 4;
const LONGEST = 20;
const MAINLAND_MOBILE = /^1[3-9][0-9]{9}$/;

/** The digits of a text, full-width ones included; whatever else a paste brings is dropped. */
function digitsOf(text: string): string {
  return text
    .replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[^0-9]/g, "");
}

/**
 * The 11 digits of a mainland mobile number. The contract's pattern has already accepted the text, so what stands
 * before the last 11 digits is a `+86`, `86` or `0086` prefix, and what stands between them is no digit.
 */
export function mainlandPhone(text: string): string {
  return digitsOf(text).slice(-11);
}

/** How the mobile numbers of a calling code look. */
interface NumberingPlan {
  code: string;
  /** What people dial before the number inside the country; "" for nothing. */
  trunk: string;
  matches: (number: string) => boolean;
  /** The calling code in front of a number, zeros before it or not. */
  prefix: RegExp;
}

/** Patterns take longer to compile than to match, and an import asks for the same few a million times. */
const plans = new Map<string, NumberingPlan | null>();

function planOf(code: string): NumberingPlan | null {
  const known = plans.get(code);
  if (known !== undefined) return known;
  const plan = readPlan(code);
  // A bound on what clients can make it hold: more codes than there are.
  if (plans.size < MOST_PLANS) plans.set(code, plan);
  return plan;
}

const MOST_PLANS = 1500;

function readPlan(code: string): NumberingPlan | null {
  const start = CALLING_CODES.indexOf(`\n${code} `) + 1;
  if (start === 0) return null;
  const [, trunk, lengths, pattern] = CALLING_CODES.slice(start, CALLING_CODES.indexOf("\n", start)).split(
    " ",
  );
  const known = `,${lengths},`;
  const whole = pattern && new RegExp(`^(?:${pattern})$`);
  return {
    code,
    trunk: trunk === "-" ? "" : (trunk ?? ""),
    matches: (number) => known.includes(`,${number.length},`) && (!whole || whole.test(number)),
    prefix: new RegExp(`^0*${code}`),
  };
}

/** The plan that an international number begins with; no calling code is the beginning of another. */
function planOfInternational(digits: string): NumberingPlan | null {
  return planOf(digits.slice(0, 1)) ?? planOf(digits.slice(0, 2)) ?? planOf(digits.slice(0, 3));
}

function withoutTrunk(number: string, { trunk, matches }: NumberingPlan): string {
  const rest = number.slice(trunk.length);
  return trunk !== "" && number.startsWith(trunk) && matches(rest) ? rest : number;
}

/** A number of this plan, with or without the calling code, zeros or the trunk prefix in front. */
function stored(digits: string, plan: NumberingPlan): string {
  const { code, matches, prefix } = plan;
  const spellings = [digits, digits.replace(prefix, "")];
  const national = spellings.map((spelling) => withoutTrunk(spelling, plan)).find(matches) ?? digits;
  return code === MAINLAND && MAINLAND_MOBILE.test(national) ? national : `+${code}${national}`;
}

/** @param digits of a number that begins with its calling code, zeros in front or not */
function storedInternational(digits: string): string {
  const bare = digits.replace(/^0+/, "");
  const plan = planOfInternational(bare);
  return plan ? stored(bare.slice(plan.code.length), plan) : `+${bare}`;
}

/**
 * A WeChat-verified number as stored. WeChat has been seen to give the calling code as `86`, `+86`, `086` and `0086`, and
 * the number with the calling code or the trunk prefix in front; a number that fits no plan keeps all its digits.
 * @param number with or without calling code
 * @param countryCode "" when WeChat gave none
 * @returns null when this is no number, or there is no telling which country it belongs to
 */
export function verifiedPhone(number: string, countryCode: string): string | null {
  const digits = digitsOf(number);
  const code = digitsOf(countryCode).replace(/^0+/, "");
  if (digits.length < SHORTEST || digits.length > LONGEST) return null;
  if (code === "") {
    if (/^[^0-9]*[+\uff0b]|^00/.test(number)) return storedInternational(digits);
    return MAINLAND_MOBILE.test(digits) ? digits : null;
  }
  const plan = planOf(code);
  if (plan) return stored(digits, plan);
  // The area may stand in the code, `1242` for the Bahamas, and in the number as well.
  const area = planOfInternational(code);
  return area?.matches(digits) ? stored(digits, area) : storedInternational(code + digits);
}

/** `13800138000` → `138****8000`; a short value keeps nothing but its last two characters. */
export function maskPhone(phone: string): string {
  if (phone === "") return "";
  if (phone.length < 8) return `****${phone.slice(-2)}`;
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}
