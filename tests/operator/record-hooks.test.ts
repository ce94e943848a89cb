import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { POOLS } from "../support/at-once.ts";
import { allLogRows } from "../support/log-rows.ts";
import { ownService } from "../support/scenarios.ts";
import { freshPhone, registration, type Service } from "../support/service.ts";
import { BEHAVIOUR, choose, CHOSEN, profileCall, storedUsers, type Write, WRITES } from "./support.ts";

/** What a hook of an operator's throws, and what the client gets for it. */
const REFUSALS: { [how: string]: { code: string; body: object } } = {
  "with words": {
    code: 'throw new BadRequestError("昵称含有敏感词");',
    body: { code: 400, msg: "昵称含有敏感词", data: { reason: "refused" } },
  },
  "with another status": {
    code: 'throw new ForbiddenError("黑名单用户");',
    body: { code: 403, msg: "黑名单用户", data: { reason: "refused" } },
  },
  "with a field": {
    code: 'throw new BadRequestError("资料有误", { users_name: new ValidationError("bad", "昵称含有敏感词") });',
    body: {
      code: 400,
      msg: "资料有误",
      data: { reason: "refused", fields: { users_name: "昵称含有敏感词" } },
    },
  },
  "with a field's error alone": {
    code: 'throw new ValidationError("bad", "昵称含有敏感词");',
    body: { code: 400, msg: "昵称含有敏感词", data: { reason: "refused" } },
  },
};

const BROKEN = { code: 500, msg: "服务内部错误，请稍后再试", data: { reason: "internal_error" } };

const FAULTS: { [how: string]: string } = {
  "by an Error": 'throw new Error("inner detail");',
  "by a text": 'throw "inner detail";',
  "by a record of its own that is refused": `
    const notice = new Record(e.app.findCollectionByNameOrId("notices"), { title: "" });
    e.app.save(notice);`,
};

const THROWS = { ...Object.fromEntries(Object.entries(REFUSALS).map(([k, v]) => [k, v.code])), ...FAULTS };

/** Where in PocketBase's course of a save the hook stands. */
const MOMENTS: { [moment: string]: (event: Write["event"]) => string } = {
  "onRecordCreate or onRecordUpdate": (event) => `onRecord${event}`,
  onRecordValidate: () => "onRecordValidate",
  "onRecordCreateExecute or onRecordUpdateExecute": (event) => `onRecord${event}Execute`,
  "the same, after e.next()": (event) => `behind onRecord${event}`,
};

const hook = (name: string, moment: string, before: string, after: string) => `
${name}((e) => {
  const chosen = ${CHOSEN};
  ${before}
  const act = () => { switch (chosen) {
    ${Object.entries(THROWS)
      .map(([how, code]) => `case ${JSON.stringify(`${moment} ${how}`)}: { ${code} }`)
      .join("\n    ")}
  } };
  ${after}
}, "tbl_auth_users");
`;

const HOOKS = [
  BEHAVIOUR,
  ...[
    "onRecordCreate",
    "onRecordUpdate",
    "onRecordValidate",
    "onRecordCreateExecute",
    "onRecordUpdateExecute",
  ].map((name) => hook(name, name, "", "act(); e.next();")),
  ...["onRecordCreate", "onRecordUpdate"].map((name) => hook(name, `behind ${name}`, "", "e.next(); act();")),
  ...["onRecordAfterCreateSuccess", "onRecordAfterUpdateSuccess"].map((name) =>
    hook(name, name, "", "act(); e.next();"),
  ),
  // Whoever is told of a failed save may fail as well, which must not hide why it failed.
  ...["onRecordAfterCreateError", "onRecordAfterUpdateError"].map(
    (name) => `
${name}((e) => {
  e.next();
  if (String(${CHOSEN}).includes("onRecordCreate with words")) throw new Error("told of the failure");
}, "tbl_auth_users");`,
  ),
].join("\n");

const NOTICES = { name: "notices", type: "base", fields: [{ name: "title", type: "text", required: true }] };

describe.each(POOLS)("a record hook of an operator's %s", (_title, pool) => {
  const started = ownService({ ...pool, hooks: { "own.pb.js": HOOKS } });
  let service: Service;
  beforeAll(async () => {
    service = started();
    await service.admin.request("POST", "/api/collections", NOTICES);
  });
  beforeEach(() => choose(service, ""));

  describe.each(WRITES)("before $operation stores", (write) => {
    /** Makes the call twice: while the hook refuses, and again without it. */
    async function refusedThenNot(behaviour: string) {
      const call = await write.prepare(service);
      const before = await storedUsers(service);
      await choose(service, behaviour);
      const refused = await service.call(write.operation, call);
      expect(await storedUsers(service)).toEqual(before);
      await choose(service, "");
      return refused;
    }

    test.each(Object.keys(MOMENTS))("refuses in its own words (%s)", async (moment) => {
      const name = MOMENTS[moment]?.(write.event);
      for (const [how, { body }] of Object.entries(REFUSALS)) {
        const { body: answered } = await refusedThenNot(`${name} ${how}`);
        expect([how, answered]).toEqual([how, body]);
      }
    });

    test.each(Object.keys(MOMENTS))("is a 500 without detail where it breaks (%s)", async (moment) => {
      const name = MOMENTS[moment]?.(write.event);
      for (const how of Object.keys(FAULTS)) {
        const { body: answered } = await refusedThenNot(`${name} ${how}`);
        expect([how, answered]).toEqual([how, BROKEN]);
      }
    });
  });

  test.each(WRITES)("after $operation has stored changes nothing about the answer", async (write) => {
    for (const how of Object.keys(THROWS)) {
      const call = await write.prepare(service);
      await choose(service, `onRecordAfter${write.event}Success ${how}`);
      const before = await storedUsers(service);
      const answer = await service.call(write.operation, call);
      expect([how, answer.status]).toEqual([how, 200]);
      expect(write.success(answer)).toSatisfy((mark) =>
        [true, "register_success", "update_success"].includes(mark as string),
      );
      expect(await storedUsers(service)).not.toEqual(before);
      await choose(service, "");
    }
  });

  test("that refuses a profile keeps what was paid: the same request succeeds later, and WeChat is asked once", async () => {
    const { token } = await service.wechatUser();
    const call = profileCall(service, token);
    service.sandbox.clearRequests();
    for (const how of ["with words", "by an Error"]) {
      await choose(service, `onRecordUpdate ${how}`);
      expect((await service.call("wechatProfile", call)).status).not.toBe(200);
    }
    await choose(service, "");
    expect((await service.call("wechatProfile", call)).body.data.status).toBe("update_success");
    const asked = service.sandbox.requests().filter(({ endpoint }) => endpoint === "getuserphonenumber");
    expect(asked).toHaveLength(1);
  });

  test("that fails is told from a phone that somebody else took at the same moment", async () => {
    await choose(service, "onRecordAfterCreateSuccess by an Error");
    const users_phone = freshPhone();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        service.call("platformRegister", { body: registration({ users_phone }) }),
      ),
    );
    expect(answers.map(({ status, reason }) => reason ?? status).sort()).toEqual([
      200,
      ...Array(3).fill("phone_taken"),
    ]);
  });
});

describe("what a record hook of an operator's leaves in the log", () => {
  const started = ownService({ hooks: { "own.pb.js": HOOKS } });

  test("each fault is one ERROR that says what happened; a refusal is none", async () => {
    const service = started();
    await service.admin.request("POST", "/api/collections", NOTICES);
    for (const write of WRITES) {
      for (const how of ["by an Error", "with words"]) {
        for (const moment of [`onRecord${write.event}`, `onRecordAfter${write.event}Success`]) {
          const call = await write.prepare(service);
          await choose(service, `${moment} ${how}`);
          await service.call(write.operation, call);
          await choose(service, "");
        }
      }
    }
    const rows = await allLogRows(service);
    const errors = rows.filter(({ level }) => level === 8);
    expect(errors.map(({ message, data }) => [message, data.operation ?? null])).toEqual(
      WRITES.flatMap(({ operation }) => [
        ["sign-in failed", operation],
        ["a hook failed after its record was stored", null],
        ["a hook failed after its record was stored", null],
      ]),
    );
    expect(errors.map(({ data }) => data.cause)).toEqual(
      WRITES.flatMap(() => [
        expect.stringContaining("inner detail"),
        expect.stringContaining("inner detail"),
        expect.stringContaining("昵称含有敏感词"),
      ]),
    );
  });
});
