/**
 * Whether addresses are right: the service's own, and its clients'.
 * @module
 */
import { baseAddress } from "../../domain/base-address.ts";
import { advice, broken, type Check, judged, listed, notChecked, sound } from "./finding.ts";

export const applicationUrl: Check = {
  title: "Application URL",
  judge: (facts) =>
    judged(facts.applicationUrl, (setting) => {
      const { url, complaint } = baseAddress(setting);
      const seen = setting === "" ? "没有设置" : setting;
      const todo =
        "在 PocketBase 后台 → Settings → Application 里填客户端访问服务的地址，带 https:// 和路径前缀，例如 https://api.example.com/pb。";
      if (setting === "" || complaint !== "")
        return broken(seen, "头像的地址以它开头：别的机器打不开这样的头像。", todo);
      return url.startsWith("https://")
        ? sound(seen, "头像的地址别的机器也打得开。")
        : advice(seen, "不是 https：小程序正式版不显示这样的头像。", todo);
    }),
};

/** Addresses that no client on the internet has: loopback, private, link-local. */
const INTERNAL =
  /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd]|fe80:|::ffff:127\.)/i;

const WHERE = "PocketBase 后台 → Settings → Application → User IP proxy headers";

export const trustedProxy: Check = {
  title: "反向代理",
  judge: (facts) =>
    judged(facts.proxy, ({ trusted, trustsLeftmost, forwarded, peer }) => {
      const isTrusted = trusted.some((name) =>
        forwarded.some((other) => other.toLowerCase() === name.toLowerCase()),
      );
      if (forwarded.length > 0 && !isTrusted)
        return broken(
          `请求经过代理（带有 ${listed(forwarded)}），PocketBase ${trusted.length === 0 ? "不信任任何转发头" : `只信任 ${listed(trusted)}`}`,
          `所有人在服务看来都来自同一个地址 ${peer}：共用一份限额，一个人就能让所有人被限流，日志里也分不清谁是谁。`,
          `让代理写一个只含客户端地址的头（nginx：proxy_set_header X-Real-IP $remote_addr），并在 ${WHERE} 里填上它。`,
        );
      if (forwarded.length > 0 && trustsLeftmost)
        return advice(
          `信任 ${listed(trusted)}，并取最左边的地址`,
          "最左边的地址可以由客户端自己编造，限流能被绕过。",
          `在 ${WHERE} 里改为取最右边的地址，或让代理写一个只含客户端地址的头。`,
        );
      if (forwarded.length > 0)
        return sound(`经过代理，信任 ${listed(trusted)}`, "限流和日志看到的是客户端自己的地址。");
      if (trusted.length === 0)
        return sound(`这次请求直接来自 ${peer}，没有转发头`, "看到的就是对方的地址。");
      return INTERNAL.test(peer)
        ? notChecked(`信任 ${listed(trusted)}，但这次请求没有经过代理；请从公网地址打开运营台再查`)
        : advice(
            `信任 ${listed(trusted)}，而 ${peer} 不经过代理就连得上`,
            "绕过代理的人可以自己编造这个头，限流就管不住他。",
            "让 PocketBase 只监听 127.0.0.1 或内网地址，或用防火墙只放行代理。",
          );
    }),
};
