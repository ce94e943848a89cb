/**
 * Whether WeChat takes what it is asked with.
 * @module
 */
import type { AppAccess } from "../../domain/deployment.ts";
import { advice, broken, type Check, type Finding, judged, listed, notChecked, sound } from "./finding.ts";

export const environment: Check = {
  title: "环境变量",
  judge: (facts) =>
    judged(facts.unusableVariables, (names) =>
      names.length === 0
        ? sound("值都看得懂", "设置按填写的生效。")
        : broken(
            `值不可用：${listed(names)}`,
            names.includes("WECHAT_APPID")
              ? "AppID 与密钥对不上：两者要一样多、顺序相同、没有空的，AppID 不重复；现在微信登录是关着的。"
              : "这些设置没有生效，按默认值或最安全的值运行。",
            "照 README 的设置表改正，然后重启 PocketBase。日志里写着每个变量应当是什么。",
          ),
    ),
};

/** What WeChat's refusals come down to; source: WeChat's documentation of getStableAccessToken. */
const REFUSALS: { [errcode: number]: { means: string; todo: string } } = {
  40001: {
    means: "微信不认这个密钥（AppSecret）。",
    todo: "核对 WECHAT_SECRET；在公众平台重置过密钥时换成新的，然后重启。",
  },
  40013: { means: "微信不认这个 AppID。", todo: "核对 WECHAT_APPID，然后重启。" },
  40125: {
    means: "微信不认这个密钥（AppSecret）。",
    todo: "核对 WECHAT_SECRET；在公众平台重置过密钥时换成新的，然后重启。",
  },
  40164: {
    means: "服务器的地址不在微信的 IP 白名单里：取不到手机号。",
    todo: "公众平台 → 开发管理 → 开发设置 → IP 白名单，加上这个地址。",
  },
  40243: { means: "AppSecret 被冻结了。", todo: "在公众平台解冻 AppSecret。" },
  45009: { means: "今天的调用次数用完了。", todo: "明天会恢复；或在公众平台重置调用次数。" },
  45011: { means: "调用得太频繁。", todo: "一分钟后再查。" },
};

function judgeApp({ refusal }: AppAccess): { means: string; todo: string } | null {
  if (!refusal) return null;
  const known = REFUSALS[refusal.errcode ?? 0];
  if (known) return known;
  if (refusal.reason === "wechat_unavailable")
    return {
      means: "连不上微信，或微信没有给出能用的应答：登录和取手机号都会失败。",
      todo: "检查服务器能否访问 WECHAT_API_BASE（默认 https://api.weixin.qq.com）：出网、DNS、代理、证书。",
    };
  return { means: "微信拒绝了。", todo: "按 errcode 查微信文档；需要时把 rid 交给微信客服。" };
}

/** Without secrets: an appid is public, and WeChat's refusals hold neither the secret nor a token. */
function seenOf({ appid, refusal }: AppAccess): string {
  if (!refusal) return `${appid}：微信接受`;
  const { errcode, address, rid, cause } = refusal;
  const facts = [
    errcode !== undefined && `errcode ${errcode}`,
    address !== undefined && `微信看到的地址是 ${address}`,
    rid !== undefined && `rid ${rid}`,
    cause !== undefined && cause,
  ].filter(Boolean);
  return `${appid}：${facts.join("，") || "被拒绝"}`;
}

export const wechatCredentials: Check = {
  title: "微信凭据",
  judge: (facts) =>
    judged(facts.apps, (apps): Finding => {
      if (apps.length === 0)
        return broken(
          "没有配置小程序",
          "微信登录、取手机号都会返回 500 wechat_not_configured。",
          "设置 WECHAT_APPID 和 WECHAT_SECRET，重启 PocketBase。",
        );
      const troubles = apps.flatMap((app) => judgeApp(app) ?? []);
      const seen = apps.map(seenOf).join("；");
      if (troubles.length === 0) return sound(seen, "AppID、密钥和 IP 白名单都对，取手机号可用。");
      const distinct = (texts: string[]) => [...new Set(texts)].join("");
      return broken(
        seen,
        distinct(troubles.map(({ means }) => means)),
        distinct(troubles.map(({ todo }) => todo)),
      );
    }),
};

/** A `Date` header has whole seconds, and takes its time on the way. */
const NOTICEABLE_MS = 10_000;
const HARMFUL_MS = 60_000;

export const clock: Check = {
  title: "服务器时钟",
  judge: (facts) =>
    judged(facts.clock, ({ aheadMs: ahead, isLocal }) => {
      const off = Math.abs(ahead);
      if (off < NOTICEABLE_MS && isLocal)
        return notChecked("WECHAT_API_BASE 指向本机，看到的可能是本机代理的时间，不是微信的");
      if (off < NOTICEABLE_MS) return sound("与微信的时间一致", "令牌的期限、记录的时间是准的。");
      const seen = `比微信的时间${ahead > 0 ? "快" : "慢"} ${Math.round(off / 1000)} 秒`;
      const means = "记录的时间不准；令牌的期限、撤回授权的先后、HTTPS 证书的有效期都会判断错。";
      const todo = "打开系统的时间同步（timedatectl set-ntp true，或 chrony），再查一次。";
      return off < HARMFUL_MS ? advice(seen, means, todo) : broken(seen, means, todo);
    }),
};
