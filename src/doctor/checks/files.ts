/**
 * Whether the files are ours as they were built, and whether an operator's let ours have their turn.
 * @module
 */
import type { AlteredFile } from "../../domain/deployment.ts";
import { advice, broken, type Check, judged, listed, sound } from "./finding.ts";

/** What nobody's sign-in depends on. */
const isAside = ({ path }: AlteredFile) => /^pb_hooks\/(?:console\/|openapi)/.test(path);

export const kitFiles: Check = {
  title: "套件的文件",
  judge: (facts) =>
    judged(facts.kitFiles, (altered) => {
      if (altered.length === 0)
        return sound("与发布时逐字节相同", "没有旧版本的文件混在里面，也没有被改动。");
      const seen = listed(
        altered.map(({ path, how }) => `${path}（${how === "missing" ? "缺失" : "与发布时不同"}）`),
      );
      const todo =
        "用发布包里的 upgrade.sh 重新安装，或重新复制 pb_hooks 和 pb_migrations 两个目录后重启。自己的改动请放进单独的 *.pb.js。";
      return altered.every(isAside)
        ? advice(seen, "页面或接口文档不是这个版本的，登录不受影响。", todo)
        : broken(seen, "不同版本的文件混在一起，或文件被改过：行为没有测试过，接口可能出错。", todo);
    }),
};

export const operatorHooks: Check = {
  title: "自己的钩子",
  judge: (facts) =>
    judged(facts.operatorHooks, ({ cutOffs }) => {
      if (cutOffs.length === 0)
        return sound("没有发现会截断后面的钩子", "自己的钩子都会继续（e.next()）或明确拒绝（throw）。");
      return broken(
        listed(cutOffs.map(({ file, line, call }) => `${file} 第 ${line} 行的 ${call} 里没有 e.next()`)),
        "排在它后面的钩子不会执行：套件的密码锁、账号保护可能失效，记录可能存不进去，接口会返回 500。钩子文件的加载顺序每次启动都可能不同。",
        "让它在每条路径上都以 e.next() 结束，或者抛出 ApiError 拒绝；改完重启。",
      );
    }),
};
