/**
 * What WeChat's dialogs hand to a page when they are answered.
 * @module
 */

interface Failure {
  errMsg: string;
  errno?: number;
}

/** How a `getPhoneNumber` button can fail. */
const PHONE_FAILURES = {
  refused: { errMsg: "getPhoneNumber:fail user deny" },
  cancelled: { errMsg: "getPhoneNumber:fail cancel" },
  "no quota": { errMsg: "getPhoneNumber:fail the quota is used up", errno: 1400001 },
  undeclared: {
    errMsg: "getPhoneNumber:fail api scope is not declared in the privacy agreement",
    errno: 112,
  },
  "privacy not agreed": { errMsg: "getPhoneNumber:fail privacy permission is not authorized", errno: 104 },
  "no permission": { errMsg: "getPhoneNumber:fail no permission" },
  /** Before base library 2.21.2: encrypted data in place of a code. */
  "no code": { errMsg: "getPhoneNumber:ok" },
  unknown: { errMsg: "getPhoneNumber:fail jsapi has system error", errno: 3 },
} satisfies { [name: string]: Failure };

export type PhoneOutcome = { code: string } | keyof typeof PHONE_FAILURES;

/** The event of a `getPhoneNumber` button. */
export function phoneNumberEvent(outcome: PhoneOutcome): { detail: Partial<Failure> & { code?: string } } {
  if (typeof outcome === "string") return { detail: PHONE_FAILURES[outcome] };
  return { detail: { errMsg: "getPhoneNumber:ok", code: outcome.code } };
}

/** How a `chooseAvatar` button can fail. */
export const AVATAR_FAILURES = {
  cancelled: { errMsg: "chooseAvatar:fail cancel" },
  undeclared: { errMsg: "chooseAvatar:fail api scope is not declared in the privacy agreement", errno: 112 },
  "privacy not agreed": { errMsg: "chooseAvatar:fail privacy permission is not authorized", errno: 104 },
} satisfies { [name: string]: Failure };
