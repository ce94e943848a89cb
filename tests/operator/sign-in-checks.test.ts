import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { POOLS } from "../support/at-once.ts";
import { allLogRows } from "../support/log-rows.ts";
import { native, nativeLogin } from "../support/native-routes.ts";
import { ownService } from "../support/scenarios.ts";
import { registration, type Service, type SignedIn } from "../support/service.ts";
import { BEHAVIOUR, choose, CHOSEN, loginCall } from "./support.ts";

/** An operator's check, as one for the users' collection and as one for all of them. */
const check = (tag: string) => `
onRecordAuthRequest((e) => {
  if (e.collection.name !== "tbl_auth_users") return e.next();
  if (!e.requestEvent.request || !e.token || e.record.getString("openid") === "") throw new Error("no event");
  switch (${CHOSEN}) {
    case "refuses${tag}": throw new ForbiddenError("未开通");
    case "asks for money${tag}": throw new ApiError(402, "请先续费");
    case "breaks${tag}": throw new Error("inner detail");
    case "forgets e.next()${tag}": return;
    case "answers${tag}": return e.json(418, { own: "先完成培训" });
    case "takes another token${tag}":
      e.token = e.record.newStaticAuthToken(60 * 1000000000);
      return e.next();
    case "adds to the answer${tag}":
      e.record.withCustomData(true);
      e.record.set("badge", "新人");
      if (e.meta) e.meta.coupons = 3;
      return e.next();
    case "fails too late${tag}":
      e.next();
      throw new Error("inner detail");
  }
  return e.next();
}${tag === "" ? ', "tbl_auth_users"' : ""});
`;

const HOOKS = [BEHAVIOUR, check(""), check(" everywhere")].join("\n");

interface Person extends SignedIn {
  user: string;
  phone: string;
  password: string;
}

type Go = (service: Service, person: Person) => Promise<{ status: number; body: unknown }>;

/** Every operation that issues a token to somebody who is known already. */
const DOORS: { [door: string]: Go } = {
  wechatLogin: (service, { user }) => service.call("wechatLogin", loginCall(service, user)),
  platformLogin: (service, { phone, password }) =>
    service.call("platformLogin", { body: { users_phone: phone, password } }),
  "refreshToken by token": (service, { token }) => service.call("refreshToken", { token }),
  "refreshToken by code": (service, { user }) => service.call("refreshToken", loginCall(service, user)),
};

const NATIVE_DOORS: { [door: string]: Go } = {
  "auth-with-password": (service, { openid, password }) =>
    nativeLogin(service, `${openid}@manage.local`, password),
  "auth-refresh": (service, { token }) =>
    native(service, "POST", "/api/collections/tbl_auth_users/auth-refresh", { token }),
};

const kindOf = (door: string) =>
  ["platformLogin", "auth-with-password", "auth-refresh"].includes(door) ? "platform" : "wechat";

const SIGN_UPS: { [operation: string]: (service: Service) => ReturnType<Service["call"]> } = {
  wechatLogin: (service) => service.call("wechatLogin", loginCall(service)),
  platformRegister: (service) => service.call("platformRegister", { body: registration() }),
};

const refused = (code: number, msg: string) => ({ code, msg, data: { reason: "refused" } });
const tokenOf = (body: unknown) => {
  const { token, data } = body as { token?: string; data?: { token?: string } };
  return token ?? data?.token ?? "";
};

describe.each(POOLS)("an operator's check of onRecordAuthRequest %s", (_title, pool) => {
  const started = ownService({ ...pool, hooks: { "own.pb.js": HOOKS } });
  let service: Service;
  let people: { [kind: string]: Person };
  const personFor = (door: string) => people[kindOf(door)] as Person;

  beforeAll(async () => {
    service = started();
    const wechat = { ...(await service.wechatUser("somebody")), user: "somebody", phone: "", password: "" };
    people = { wechat, platform: { ...(await service.platformUser()), user: "" } };
  });
  beforeEach(() => choose(service, ""));

  describe.each(["", " everywhere"])("registered%s", (tag) => {
    test.each(Object.entries(DOORS))("refuses in its own words at %s", async (door, go) => {
      await choose(service, `refuses${tag}`);
      expect((await go(service, personFor(door))).body).toEqual(refused(403, "未开通"));
      await choose(service, `asks for money${tag}`);
      expect((await go(service, personFor(door))).body).toEqual(refused(402, "请先续费"));
      await choose(service, "");
      expect((await go(service, personFor(door))).status).toBe(200);
    });

    test.each(Object.entries(NATIVE_DOORS))("refuses as PocketBase does at its own %s", async (door, go) => {
      await choose(service, `refuses${tag}`);
      const answer = await go(service, personFor(door));
      expect([answer.status, answer.body]).toEqual([403, { status: 403, message: "未开通.", data: {} }]);
      await choose(service, "");
      expect((await go(service, personFor(door))).status).toBe(200);
    });

    test.each(Object.entries(DOORS))("is a 500 without detail where it breaks at %s", async (door, go) => {
      for (const how of ["breaks", "forgets e.next()"]) {
        await choose(service, `${how}${tag}`);
        expect((await go(service, personFor(door))).body).toEqual({
          code: 500,
          msg: "服务内部错误，请稍后再试",
          data: { reason: "internal_error" },
        });
      }
    });

    test.each(Object.entries(DOORS))("may issue another token at %s", async (door, go) => {
      await choose(service, `takes another token${tag}`);
      const token = tokenOf((await go(service, personFor(door))).body);
      // A static token is not renewable, which tells it from PocketBase's.
      expect((await service.call("refreshToken", { token })).reason).toBe("token_invalid");
      await choose(service, "");
      expect((await service.call("refreshToken", { token: personFor(door).token })).status).toBe(200);
    });

    test.each(["wechatLogin", "platformLogin"])("adds to the answer of %s", async (door) => {
      await choose(service, `adds to the answer${tag}`);
      const path = door === "wechatLogin" ? "/api/wechat/login" : "/api/platform/login";
      const { phone, password } = personFor(door);
      const body =
        door === "wechatLogin" ? loginCall(service, "somebody").body : { users_phone: phone, password };
      const response = await fetch(service.url + path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      expect(await response.json()).toMatchObject({
        record: { badge: "新人", openid: personFor(door).openid },
        meta: { code: 200, coupons: 3, data: { status: "login_success" } },
      });
    });

    test("may answer a renewal and a login by itself, and is then the only one who does", async () => {
      await choose(service, `answers${tag}`);
      for (const [path, headers, body] of [
        ["/api/system/refresh-token", { authorization: personFor("refreshToken").token }, {}],
        ["/api/wechat/login", {}, loginCall(service, "somebody").body],
      ] as const) {
        const response = await fetch(service.url + path, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: JSON.stringify(body),
        });
        expect([response.status, (await response.text()).trimEnd()]).toEqual([418, '{"own":"先完成培训"}']);
      }
    });

    test("changes nothing about a login that has been answered", async () => {
      await choose(service, `fails too late${tag}`);
      const answer = await service.call("wechatLogin", loginCall(service, "somebody"));
      expect([answer.status, answer.body.meta.data.status]).toEqual([200, "login_success"]);
    });

    test.each(Object.entries(SIGN_UPS))(
      "refuses a new user of %s a token; the record is there for the operator to open",
      async (_operation, signUp) => {
        await choose(service, `refuses${tag}`);
        const before = await service.admin.countUsers();
        expect((await signUp(service)).body).toEqual(refused(403, "未开通"));
        expect(await service.admin.countUsers()).toBe(before + 1);
      },
    );
  });
});

describe("what a check leaves in the log", () => {
  const started = ownService({ hooks: { "own.pb.js": HOOKS } });

  test("a refusal is a WARN, a fault an ERROR that says what happened", async () => {
    const service = started();
    const { token } = await service.wechatUser();
    const renew = async (behaviour: string) => {
      await choose(service, behaviour);
      await service.call("refreshToken", { token });
    };
    for (const behaviour of ["refuses", "breaks", "forgets e.next()"]) await renew(behaviour);
    const rows = (await allLogRows(service)).filter(({ data }) => data.operation === "refreshToken");
    expect(rows.map(({ level, data }) => [level, data.reason, data.cause])).toEqual([
      [4, "refused", undefined],
      [8, "internal_error", expect.stringContaining("inner detail")],
      [8, "internal_error", expect.stringContaining("neither answered nor called e.next()")],
    ]);
  });
});
