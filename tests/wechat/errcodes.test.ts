import { describe, expect, test } from "vitest";
import type { Failure } from "../../src/errors.ts";
import {
  accessTokenFailure,
  isStaleToken,
  loginCodeFailure,
  phoneCodeFailure,
} from "../../src/wechat/errcodes.ts";

/** What an errcode becomes: status and reason, and the field that is guilty. */
const outcome = ({ status, reason, details }: Failure) =>
  [status, reason, ...Object.keys(details.fields ?? {})].join(" ");

const BUSY = "502 wechat_unavailable";
const BLOCKED = "403 wechat_user_blocked";
const LIMITED = "429 wechat_rate_limited";
const OURS = "500 wechat_misconfigured";
/** Our configuration, our quota, a bug of ours, or nothing that we know. */
const OUR_FAULT = [
  40013, 40125, 40164, 41002, 41004, 40243, 45009, 48001, 50002, 61004, 1, 99999, -2, 40001, 42001,
];

const rows = (
  failureOf: (error: { errcode: number; errmsg: string }) => Failure,
  table: [number, string][],
) =>
  test.each(table)("%d → %s", (errcode, expected) => {
    expect(outcome(failureOf({ errcode, errmsg: "invalid" }))).toBe(expected);
  });

describe("a failed exchange of a login code", () => {
  rows(loginCodeFailure, [
    [40029, "400 wechat_code_invalid users_wx_code"],
    [41008, "400 wechat_code_invalid users_wx_code"],
    [40163, "400 wechat_code_used users_wx_code"],
    [40226, BLOCKED],
    [45011, LIMITED],
    [-1, BUSY],
    ...OUR_FAULT.map((errcode): [number, string] => [errcode, OURS]),
  ]);
});

describe("a failed exchange of a phone code", () => {
  rows(phoneCodeFailure, [
    [40029, "400 phone_code_invalid users_phone_code"],
    [40163, "400 phone_code_invalid users_phone_code"],
    [40226, BLOCKED],
    [45011, LIMITED],
    [-1, BUSY],
    ...OUR_FAULT.map((errcode): [number, string] => [errcode, OURS]),
  ]);
});

describe("a failed call for an access token", () => {
  rows(accessTokenFailure, [
    [45011, LIMITED],
    [-1, BUSY],
    ...OUR_FAULT.map((errcode): [number, string] => [errcode, OURS]),
  ]);
});

describe("what the log gets", () => {
  test.each([
    ["invalid code, rid: 5f0c1b2a-3d4e5f60-1a2b3c4d", "5f0c1b2a-3d4e5f60-1a2b3c4d"],
    ["invalid code rid:5f0c1b2a", "5f0c1b2a"],
    ["code been used", undefined],
    ["", undefined],
    ["grid: abc", undefined],
  ])("finds the rid in %j", (errmsg, rid) => {
    const { details } = loginCodeFailure({ errcode: 40013, errmsg });
    expect(details).toEqual(rid === undefined ? { errcode: 40013 } : { errcode: 40013, rid });
  });

  test("takes nothing else out of the errmsg, which may quote what we sent", () => {
    const failure = loginCodeFailure({ errcode: 40125, errmsg: "invalid appsecret s3cret rid: ab-1" });
    expect(JSON.stringify([failure.message, failure.details])).not.toContain("s3cret");
  });

  test("says after how many seconds WeChat's limit has passed", () => {
    for (const failureOf of [loginCodeFailure, phoneCodeFailure, accessTokenFailure])
      expect(failureOf({ errcode: 45011, errmsg: "" }).details.retryAfter).toBe(60);
  });
});

test("an access token is stale at 40001, 40014 and 42001 alone", () => {
  const stale = [...OUR_FAULT, 40014, -1, 40029, 40163, 45011].filter((errcode) =>
    isStaleToken({ errcode, errmsg: "" }),
  );
  expect(stale.sort()).toEqual([40001, 40014, 42001]);
});

describe("an address that WeChat's white list lacks", () => {
  test.each([
    [
      "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 62a1b2c3-1a2b3c4d-5e6f7a8b",
      "203.0.113.7",
    ],
    ["invalid ip 203.0.113.7, not in whitelist", "203.0.113.7"],
    ["invalid ip 2001:db8::7, not in whitelist", "2001:db8::7"],
    ["not in whitelist", undefined],
  ])("is kept from “%s” for the log", (errmsg, address) => {
    expect(accessTokenFailure({ errcode: 40164, errmsg }).details.address).toBe(address);
  });

  test("is no matter of any other errcode", () => {
    const errmsg = "invalid ip 203.0.113.7";
    expect(accessTokenFailure({ errcode: 40013, errmsg }).details).toEqual({ errcode: 40013 });
  });
});
