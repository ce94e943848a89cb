/**
 * What several mini-programs, records from before identities, and merges cost.
 * @module
 */
import type { Load } from "./load.ts";
import { bearer, knownLogin, native, newLogin, post, withUsers } from "./requests.ts";
import type { Comparison, Scenario } from "./scenario.ts";
import { fillPlatformUsers, fillUsers, type Stage, type Stages } from "./stage.ts";

const SMALL = 1000;
/** Merges that can be measured: each takes a platform user of its own. */
const MERGES = 20_000;

/** A server of two mini-programs, with a user who signs in through both. */
async function withBoth(stages: Stages, name: string, size: number) {
  const { stage, users } = await withUsers(stages, name, { env: stages.sandbox.settings });
  await fillUsers(stage, size);
  const logins = stages.sandbox.apps.map(({ appid }) => loginThrough(stages, appid));
  // WeChat's unionid brings the second mini-program's account to the first one's user.
  for (const { path, method, body } of logins) {
    const response = await fetch(stage.url + path, {
      method,
      headers: { "content-type": "application/json" },
      body: typeof body === "function" ? body() : (body ?? ""),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  }
  return { stage, users, logins };
}

function loginThrough({ sandbox }: Stages, wx_appid: string): Load {
  const mint = () => sandbox.mintLoginCode({ user: "known", unionid: "uKnown", appid: wx_appid }).code;
  return post("/api/wechat/login", 200, {
    body: () => JSON.stringify({ users_wx_code: mint(), wx_appid }),
  });
}

/** @throws once there is none left: from then on something else would be measured */
function oneAfterAnother(count: number, bodyOf: (i: number) => object): () => string {
  let turn = 0;
  return () => {
    turn += 1;
    if (turn > count) throw new Error(`${count} records are too few: --users makes more`);
    return JSON.stringify(bodyOf(turn));
  };
}

const inWords = (size: number) => `${size.toLocaleString("en")} users`;

export const accountScenarios: Scenario[] = [
  {
    id: "second-mini-program",
    title: "wechat/login through a second mini-program ÷ native auth-refresh, ÷ through the first",
    async prepare(stages, size) {
      const comparisons: Comparison[] = [];
      for (const count of [SMALL, size]) {
        const { stage, users, logins } = await withBoth(stages, `both-${count}`, count);
        const [first, second] = logins;
        if (!first || !second) throw new Error("the sandbox has one mini-program");
        const ours = { name: `wechat/login, second mini-program, ${inWords(count)}`, stage, load: second };
        const refresh = post(native("auth-refresh"), 200, bearer(users.wechat.token));
        const metric = "CPU µs/request";
        comparisons.push(
          { ours, base: { name: "native auth-refresh", stage, load: refresh }, metric, target: 1.7 },
          {
            ours,
            base: { name: "wechat/login, first mini-program", stage, load: first },
            metric,
            target: 1.1,
          },
        );
      }
      return comparisons;
    },
  },
  {
    id: "first-identity",
    title: "wechat/login of a record from before identities ÷ of a new user",
    async prepare(stages, size) {
      const { stage } = await withUsers(stages, "first-identity");
      await fillUsers(stage, size);
      const body = oneAfterAnother(size - 2, (i) => ({
        users_wx_code: stages.sandbox.mintLoginCode({ openid: openidOfFilled(i) }).code,
      }));
      return [
        {
          ours: {
            name: `wechat/login, its first identity, ${inWords(size)}`,
            stage,
            load: post("/api/wechat/login", 200, { body }),
          },
          base: { name: "wechat/login, new user", stage, load: newLogin(stages) },
          metric: "requests/s",
          target: 1,
        },
      ];
    },
  },
  {
    id: "merge",
    title: "a merge in a large user table ÷ wechat/login of a known user",
    async prepare(stages, size) {
      const { stage } = await withUsers(stages, "merge");
      await fillUsers(stage, size);
      await fillPlatformUsers(stage, MERGES);
      return [
        {
          ours: { name: `join-users, ${inWords(size)}`, stage, load: await merges(stage, size) },
          base: { name: "wechat/login, known user", stage, load: knownLogin(stages) },
          metric: "requests/s",
          target: 0.05,
        },
      ];
    },
  },
];

async function merges({ admin }: Stage, size: number): Promise<Load> {
  const body = oneAfterAnother(Math.min(MERGES, size - 2), (i) => ({
    survivor_id: `p${String(i).padStart(14, "0")}`,
    absorbed_id: `b${String(i).padStart(14, "0")}`,
  }));
  return post("/api/system/join-users", 200, { body, ...bearer(await admin.token()) });
}

/** As `fillUsers` names them. */
const openidOfFilled = (i: number) => `oBench${String(i).padStart(22, "0")}`;
