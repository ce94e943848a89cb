import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { cutOffCalls, mayFillRecords } from "../../src/domain/hook-calls.ts";

describe("a hook that cuts others off", () => {
  test.each([
    ["does nothing more", 'onRecordCreate((e) => { e.record.set("a", 1); });', "onRecordCreate"],
    ["names our collection", 'onRecordUpdate((e) => {}, "tbl_auth_users");', "onRecordUpdate"],
    ["names ours among others", 'onRecordUpdate((e) => {}, "orders", "tbl_auth_users");', "onRecordUpdate"],
    ["is an old function", "onModelDelete(function (e) { console.log(e.model.id); });", "onModelDelete"],
    ["answers by itself", "routerUse((e) => { return e.json(200, {}); });", "routerUse"],
    [
      "only speaks of going on",
      'onRecordCreate((e) => { /* e.next() */ const a = "e.next()"; });',
      "onRecordCreate",
    ],
    ["goes on in a pattern alone", "onRecordCreate((e) => { /x.next/.test(e.type); });", "onRecordCreate"],
    [
      "throws now and then",
      'onRecordCreate((e) => { if (e.record.id) throw new Error(")"); });',
      "onRecordCreate",
    ],
    ["takes no event", "onRecordCreate(() => {});", "onRecordCreate"],
    ["has types", "onRecordCreate((e: core.RecordEvent) => { e.record.id; });", "onRecordCreate"],
  ])("is named: it %s", (_what, source, call) => {
    expect(cutOffCalls(`\n// Ours.\n${source}`)).toEqual([{ line: 3, call }]);
  });

  test.each([
    ["goes on", "onRecordCreate((e) => { e.record.id; e.next(); });"],
    ["goes on as its value", "onRecordCreate((e) => e.next());"],
    ["always refuses", 'onRecordRequestEmailChangeRequest((e) => { throw new ForbiddenError("否"); });'],
    ["hands the event on", "onRecordCreate((e) => require(`${__hooks}/own.js`).create(e));"],
    ["hands it on among others", "onRecordCreate((e) => { run(check, e); });"],
    ["keeps it", "onRecordCreate((e) => { const event = e; event.nothing; });"],
    ["is defined elsewhere", "onRecordCreate(create);"],
    ["is about a collection of their own", 'onRecordCreate((e) => {}, "orders");'],
    ["is another function's business", "routerAdd('GET', '/own', (e) => e.json(200, {}));"],
    ["is commented out", "// onRecordCreate((e) => {});"],
    ["is a text", 'const example = "onRecordCreate((e) => {})";'],
    ["has a bracket in a text", 'onRecordCreate((e) => { log(")"); e.next(); });'],
    ["has a bracket in a pattern", "onRecordCreate((e) => { if (/\\)/.test(e.type)) return; e.next(); });"],
    ["has a template", "onRecordCreate((e) => { log(`) ${e.type}`); e.next(); });"],
  ])("is not named: it %s", (_what, source) => {
    expect(cutOffCalls(source)).toEqual([]);
  });

  test("is none of those that the page for operators shows", async () => {
    const page = await readFile(new URL("../../docs/extending.md", import.meta.url), "utf8");
    const examples = [...page.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
    expect(examples.length).toBeGreaterThan(4);
    expect(examples.flatMap(cutOffCalls)).toEqual([]);
  });
});

test("a hook may fill new records where it is asked before they are stored", () => {
  expect(mayFillRecords('onRecordCreate((e) => { e.record.set("shop", "a"); e.next(); });')).toBe(true);
  expect(mayFillRecords("onRecordValidate((e) => e.next());")).toBe(true);
  expect(mayFillRecords("// onRecordCreate((e) => e.next());\nonRecordUpdate((e) => e.next());")).toBe(false);
});
