import { describe, expect, test } from "vitest";
import { ListReader } from "../../src/moving/json-array.ts";
import { LineReader } from "../../src/moving/lines.ts";
import { dateOf, isPerson, type Reading } from "../../src/moving/person.ts";
import type { Entry } from "../../src/moving/source.ts";
import { type SourceName, SOURCES } from "../../src/moving/sources.ts";
import {
  casdoorDump,
  casdoorUser,
  jsonLines,
  leancloudPassword,
  leancloudUser,
  leancloudWechat,
  uniIdUser,
} from "../support/exports.ts";

const FIELDS = new Set(["city", "users_level"]);

function read(from: SourceName, text: string, size = text.length): Entry[] {
  const reader = SOURCES[from]({ fields: FIELDS, authData: "" });
  const entries: Entry[] = [];
  for (let at = 0; at < text.length; at += size) entries.push(...reader.push(text.slice(at, at + size)));
  return [...entries, ...reader.end()];
}

function only(from: SourceName, text: string): Reading {
  const [entry, ...more] = read(from, text);
  if (!entry || more.length > 0) throw new Error("one entry was expected");
  return entry.reading;
}

describe("lines", () => {
  const lines = (pieces: string[]) => {
    const reader = new LineReader();
    return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
  };

  test("end in LF or CRLF, wherever the pieces are cut, and without a BOM", () => {
    const text = "\ufeffone\r\ntwo\n\nfour";
    const whole = lines([text]);
    expect(whole.map((line) => line.text)).toEqual(["one", "two", "", "four"]);
    expect(lines([...text])).toEqual(whole);
  });

  test("that are too long are dropped, and the next ones are not", () => {
    const piece = "x".repeat(1024 * 1024);
    const read = lines(["one\n", ...Array.from({ length: 34 }, () => piece), "\nthree\n"]);
    expect(read).toEqual([
      { number: 1, text: "one", tooLong: false },
      { number: 2, text: "", tooLong: true },
      { number: 3, text: "three", tooLong: false },
    ]);
  });
});

describe("lists within a JSON object", () => {
  const text = casdoorDump([casdoorUser({ displayName: '} ] \\" {' }), casdoorUser()]);
  const elements = (size: number, document = text) => {
    const reader = new ListReader(["users"]);
    const found: { list: string; text: string }[] = [];
    for (let at = 0; at < document.length; at += size)
      found.push(...reader.push(document.slice(at, at + size)));
    return { found, state: reader.state };
  };

  test.each([1, 2, 3, 7, 64, 1_000_000])("are found in pieces of %i", (size) => {
    const { found, state } = elements(size);
    expect(found.map((element) => JSON.parse(element.text))).toEqual(JSON.parse(text).users);
    expect(state).toEqual({ seen: true, ended: true });
  });

  test("tell when the document is cut off", () => {
    expect(elements(100, text.slice(0, -20)).state.ended).toBe(false);
    expect(elements(100, '{"users of": [{}]}')).toEqual({ found: [], state: { seen: false, ended: true } });
  });
});

describe("a reader", () => {
  const files: [SourceName, string][] = [
    [
      "leancloud",
      jsonLines([leancloudUser({ authData: leancloudWechat("o1") }), "{", leancloudUser()], "\r\n"),
    ],
    ["uni-id", jsonLines([uniIdUser({ wx_openid: { mp: "o1" } }), uniIdUser({ status: 4 })])],
    ["casdoor", casdoorDump([casdoorUser({ phone: "13800138000" }), casdoorUser()])],
    ["csv", 'id,openid,name\r\n1,o1,"a ""b""\r\nc"\r\n2,o2,d'],
  ];
  test.each(files)("says the same of %s wherever the pieces are cut", (from, text) => {
    const whole = read(from, text);
    expect(whole.length).toBeGreaterThan(1);
    for (const size of [1, 5, 33]) expect(read(from, text, size)).toEqual(whole);
  });

  test("keeps a team's own columns where there is a field for them, pointers and dates as what they stand for", () => {
    const reading = only(
      "leancloud",
      JSON.stringify(
        leancloudUser({
          authData: leancloudWechat("o1"),
          city: { __type: "Pointer", className: "City", objectId: "c1" },
          users_level: { __type: "Date", iso: "2020-01-01T00:00:00.000Z" },
          hobby: "棋",
        }),
      ),
    );
    expect(reading).toMatchObject({
      extra: { city: "c1", users_level: "2020-01-01 00:00:00.000Z" },
      left: ["column:hobby"],
    });
  });

  test.each([
    ["lc_weapp", { lc_weapp: { openid: "a" }, weapp: { openid: "b" } }, "a", ""],
    ["weapp, of earlier SDKs", { weapp: { openid: "b" }, _weixin_unionid: { uid: "u" } }, "b", "u"],
    ["a unionid beside it", { lc_weapp: { openid: "a" }, _lc_weapp_unionid: { uid: "u" } }, "a", "u"],
    ["none of the mini-program's", { weixin: { openid: "c" } }, "", ""],
  ])("finds LeanCloud's WeChat account: %s", (_, authData, openid, unionid) => {
    const reading = only(
      "leancloud",
      JSON.stringify(leancloudUser({ authData, mobilePhoneNumber: "+8613800138000" })),
    );
    expect(reading).toMatchObject({ openid, unionid, phone: "13800138000" });
  });

  test("takes an entry of authData by the name that a team gave it", () => {
    const line = JSON.stringify(
      leancloudUser({ authData: { ourapp: { openid: "x" }, lc_weapp: { openid: "a" } } }),
    );
    const [entry] = SOURCES.leancloud({ fields: FIELDS, authData: "ourapp" }).push(`${line}\n`);
    expect(entry?.reading).toMatchObject({ openid: "x" });
  });

  test("leaves out a name that LeanCloud made up, and one that is the phone", () => {
    const name = (values: object) =>
      only("leancloud", JSON.stringify(leancloudUser({ mobilePhoneNumber: "+8613800138000", ...values })));
    expect(name({ username: "vd4bjc0gmgj9i2fi5iswj8jl0" })).toMatchObject({ name: "" });
    expect(name({ username: "13800138000" })).toMatchObject({ name: "" });
    expect(name({ username: "vd4bjc0gmgj9i2fi5iswj8jl0", nickname: "昵称" })).toMatchObject({ name: "昵称" });
  });

  test("says that a password without a phone does not come along", () => {
    const values = { authData: leancloudWechat("o1"), ...leancloudPassword() };
    expect(only("leancloud", JSON.stringify(leancloudUser(values)))).toMatchObject({ left: ["password"] });
  });

  test("says that a file is not UTF-8 instead of taking what is left of it", () => {
    const line = JSON.stringify(leancloudUser({ nickName: "\ufffd\ufffd\ufffd" }));
    expect(only("leancloud", line)).toEqual({ id: "", skipped: "not_utf8" });
    expect(isPerson(only("csv", "id,openid,name\n1,o1,\ufffd\n"))).toBe(false);
  });
});

describe("a date", () => {
  test.each([
    ["2020-01-02T03:04:05.678Z", "2020-01-02 03:04:05.678Z"],
    ["2020-01-02 03:04:05.678Z", "2020-01-02 03:04:05.678Z"],
    ["2020-01-02T03:04:05+08:00", "2020-01-01 19:04:05.000Z"],
    ["2020-01-02 03:04:05", "2020-01-02 03:04:05.000Z"],
    ["2020-01-02", "2020-01-02 00:00:00.000Z"],
    [1577934245678, "2020-01-02 03:04:05.678Z"],
    ["1577934245", "2020-01-02 03:04:05.000Z"],
    [{ __type: "Date", iso: "2020-01-02T03:04:05.678Z" }, "2020-01-02 03:04:05.678Z"],
    [{ $date: { $numberLong: "1577934245678" } }, "2020-01-02 03:04:05.678Z"],
    ["yesterday", ""],
    ["", ""],
    [null, ""],
    ["2020-13-45", ""],
  ])("%j", (value, stored) => {
    expect(dateOf(value)).toBe(stored);
  });
});
