import { describe, expect, test } from "vitest";
import { searchOf } from "../../console/desk/people/search.ts";

const phone = (value: string) => ({ filter: `users_phone = "${value}"`, openid: null });
const part = (value: string) => ({ filter: `users_phone ~ "${value}"`, openid: null });
const name = (value: string) => ({ filter: `users_name ~ "${value}"`, openid: null });
const id = (value: string) => ({
  filter: `openid = "${value}" || users_unionid = "${value}"`,
  openid: value,
});

const OPENID = "oABCDEFGHIJKLMNOPQRSTUVWXYZ0";
const GUID = "0f8fad5b-d9cb-469f-a165-70867728950e";

describe("what is looked for", () => {
  test.each([
    ["13800138000", phone("13800138000")],
    ["+86 138-0013-8000", phone("13800138000")],
    ["\u202a138 0013 8000\u202c", phone("13800138000")],
    ["１３８００１３８０００", phone("13800138000")],
    ["0086（138）00138000", phone("13800138000")],
    ["138…8000", part("138%8000")],
    ["138****8000", part("138%8000")],
    ["138xxxx8000", part("138%8000")],
    ["8000", part("8000")],
    ["+85291234567", part("+85291234567")],
    ["王小明", name("王小明")],
    ["小王 ", name("小王")],
    ["O'Brien", name("O'Brien")],
    ['say "hi"', name('say \\"hi\\"')],
    ["a1b2c3d4e5f6g7h", { filter: 'id = "a1b2c3d4e5f6g7h"', openid: null }],
    [OPENID, id(OPENID)],
    [GUID, id(GUID)],
    ["   ", { filter: "", openid: null }],
  ])("%s", (text, search) => {
    expect(searchOf(text)).toEqual(search);
  });
});
