/**
 * What holds guessers off, and whom it holds off now.
 * @module
 */
import { advice, broken, type Check, judged, listed, sound } from "./finding.ts";

/** Where a password can be tried, or a phone's owner looked for. */
const GUESSABLE = [
  "POST /api/platform/login",
  "POST /api/platform/register",
  "POST /api/platform/change-password",
  "POST /api/platform/reset-password",
  "POST /api/account/close",
];
/** Ten times what the migrations set: more is no limit to a guesser. */
const MOST_GUESSES = 600;

const WHERE = "PocketBase 后台 → Settings → Application → Rate limits";

export const rateLimiter: Check = {
  title: "限流",
  judge: (facts) =>
    judged(facts.rateLimiter, ({ enabled, perMinute }) => {
      const routes = Object.keys(perMinute);
      const uncovered = routes.filter((route) => perMinute[route] === null);
      if (!enabled)
        return broken(
          "PocketBase 的限流关着",
          "一个地址可以无限次地试密码、注册和消耗微信的调用额度。",
          `在 ${WHERE} 里打开（${routes.length - uncovered.length} 个接口的规则还在）。前面的网关已经按地址限流时，可以不管。`,
        );
      const wide = GUESSABLE.filter((route) => (perMinute[route] ?? 0) > MOST_GUESSES);
      if (uncovered.length > 0)
        return advice(
          `没有规则的接口：${listed(uncovered)}`,
          "这些接口不限次数。",
          `在 ${WHERE} 里为它们各加一条规则：可试密码的每分钟 60 次，其余 600 次。`,
        );
      if (wide.length > 0)
        return advice(
          `可试密码的接口限额很宽：${listed(wide.map((route) => `${route} 每分钟 ${perMinute[route]} 次`))}`,
          "一个地址每分钟能试很多个密码或手机号。",
          `在 ${WHERE} 里收紧；发布时是每分钟 60 次。`,
        );
      return sound(`限流开着，${routes.length} 个接口都有规则`, "一个地址每分钟能做的事有上限。");
    }),
};

export const lockedOut: Check = {
  title: "现在被锁的账号",
  judge: (facts) =>
    judged(facts.lockedOut, ({ accounts, until }) => {
      if (accounts === 0) return sound("没有", "没有人因为输错密码而登录不上。");
      const minutes = Math.max(1, Math.ceil((until - facts.now) / 60_000));
      return advice(
        `${accounts} 个账号因多次输错密码被锁，最晚约 ${minutes} 分钟后解开`,
        "这些人现在用对的密码也登录不上；数量突然变多，可能有人在猜密码。",
        "等锁自己解开，或请本人用手机号重设密码（会立即解锁）。是谁，见“登录记录”里原因为“密码错误次数过多”的记录。",
      );
    }),
};
