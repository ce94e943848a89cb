/**
 * How the process runs.
 * @module
 */
import { advice, broken, type Check, judged, sound } from "./finding.ts";

export const hooksWatch: Check = {
  title: "钩子热加载",
  judge: (facts) =>
    judged(facts.hooksWatch, (isOn) =>
      isOn
        ? advice(
            "--hooksWatch 开着（PocketBase 的默认）",
            "复制新版本到一半时服务会自己重启，这时会带着不完整的文件运行，接口可能不见。",
            "启动时加 --hooksWatch=false，更新完再重启。",
          )
        : sound("--hooksWatch=false", "更新文件不会让服务在半途重启。"),
    ),
};

export const hooksPool: Check = {
  title: "JavaScript 运行时",
  judge: (facts) =>
    judged(facts.hooksPool, (size) =>
      size <= 0
        ? advice(
            `--hooksPool=${size}`,
            "每次请求都新建一个运行时，慢而费内存。",
            "去掉这个参数，或设为 64（见 docs/production.md）。",
          )
        : sound(
            `备有 ${size} 个（此刻空闲几个，PocketBase 不提供）`,
            `同时等待微信的登录在 ${size} 个以内时不用另建运行时；更多人同时登录时用 --hooksPool= 调大。`,
          ),
    ),
};

const GIB = 1024 ** 3;

export const diskSpace: Check = {
  title: "磁盘空间",
  judge: (facts) =>
    judged(facts.disk, ({ freeBytes, totalBytes }) => {
      const percent = Math.floor((freeBytes / totalBytes) * 100);
      const seen = `pb_data 所在的盘还剩 ${(freeBytes / GIB).toFixed(1)} GiB（${percent}%）`;
      const means = "写满以后任何人都注册不了，SQLite 的日志文件也需要空间。";
      const todo = "清理或扩容；旧的备份（pb_data/backups）和日志（auxiliary.db）常常最占地方。";
      if (freeBytes < 0.25 * GIB) return broken(seen, means, todo);
      if (freeBytes < GIB || percent < 5) return advice(seen, means, todo);
      return sound(seen, "够用。");
    }),
};
