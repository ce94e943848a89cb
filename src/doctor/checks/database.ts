/**
 * Whether the database has the layout that the service relies on.
 * @module
 */
import type { Index } from "../../domain/deployment.ts";
import { advice, broken, type Check, judged, listed, sound } from "./finding.ts";

/** File names of ours, of any release. */
const OURS = /^17955\d{5}_/;

export const migrations: Check = {
  title: "数据库迁移",
  judge: (facts) =>
    judged(facts.migrations, ({ shipped, applied }) => {
      const pending = shipped.filter((file) => !applied.includes(file));
      const newer = applied.filter((file) => OURS.test(file) && !shipped.includes(file));
      if (pending.length > 0)
        return broken(
          `没有执行：${listed(pending)}`,
          "数据库还不是这个版本的结构，登录、注册可能失败。",
          "用 ./pocketbase serve 启动一次，迁移会自动执行（或运行 ./pocketbase migrate up）；启动失败时，按它打印的话处理。",
        );
      if (newer.length > 0)
        return advice(
          `数据库里有这个版本不认识的迁移：${listed(newer)}`,
          "数据库被更新的版本升级过，现在运行的文件比它旧。",
          "换回新版本的文件；确实要退回旧版本时，先用新版本的文件运行 ./pocketbase migrate down。",
        );
      return sound(`${shipped.length} 个迁移都已执行`, "数据库的结构与这个版本一致。");
    }),
};

interface Wanted {
  table: string;
  columns: string[];
  isUnique: boolean;
  isPartial: boolean;
}

const wanted = (table: string, columns: string[], isUnique: boolean, isPartial: boolean): Wanted => ({
  table,
  columns,
  isUnique,
  isPartial,
});

/** See docs/data.md. */
const WANTED: Wanted[] = [
  wanted("tbl_auth_users", ["openid"], true, false),
  wanted("tbl_auth_users", ["users_phone"], true, true),
  wanted("tbl_auth_users", ["users_unionid"], true, true),
  wanted("tbl_auth_users", ["email"], false, false),
  wanted("tbl_auth_users", ["users_merged_into"], false, true),
  wanted("tbl_company", ["company_id"], true, false),
  wanted("tbl_auth_identities", ["appid", "openid"], true, false),
  wanted("tbl_auth_identities", ["appid", "user"], true, true),
  wanted("tbl_auth_identities", ["user"], false, false),
  wanted("tbl_auth_imports", ["source_key"], true, false),
];

/** A unique index holds for its columns in any order; one that is for finding helps whoever knows its first column. */
function serves(index: Index, { table, columns, isUnique, isPartial }: Wanted): boolean {
  if (index.table !== table || (index.isPartial && !isPartial)) return false;
  if (!isUnique) return index.columns[0] === columns[0];
  return index.isUnique && [...index.columns].sort().join() === columns.join();
}

const nameOf = ({ table, columns }: Wanted) => `${table}(${columns.join(", ")})`;

export const indexes: Check = {
  title: "索引",
  judge: (facts) =>
    judged(facts.indexes, (present) => {
      const missing = WANTED.filter((one) => !present.some((index) => serves(index, one)));
      if (missing.length === 0)
        return sound(
          `需要的 ${WANTED.length} 个索引都在`,
          "同一个微信号、手机号不会出现两条记录，查找不用扫全表。",
        );
      const unique = missing.filter(({ isUnique }) => isUnique);
      const todo = "在 PocketBase 后台 → 集合 → 索引里按 docs/data.md 补上；有重复的值时先合并重复的记录。";
      return unique.length > 0
        ? broken(
            `缺少唯一索引：${listed(unique.map(nameOf))}`,
            "并发的登录和注册会产生重复的人，之后他们会登录到不同的记录。",
            todo,
          )
        : advice(`缺少索引：${listed(missing.map(nameOf))}`, "能用，但人多以后登录会变慢。", todo);
    }),
};

export const countOfUsers: Check = {
  title: "用户总数",
  judge: (facts) =>
    judged(facts.usersCount, ({ noted, counted, missingTriggers }) => {
      if (missingTriggers.length > 0)
        return broken(
          `缺少触发器：${listed(missingTriggers)}`,
          "新增或删除用户后，users-count 返回的总数不会马上跟着变，每天夜里才改正一次。",
          "照 pb_migrations/1795500005_users_total.js 里的语句重建触发器。",
        );
      if (noted !== counted)
        return advice(
          `计数器是 ${noted}，实际有 ${counted} 人`,
          "users-count 返回的总数不对；常见于恢复备份或用别的程序改过数据库之后。",
          "不用动手：重启后一分钟内、每天夜里会自动改正。要马上改正，在 PocketBase 后台 → Settings → Crons 里运行 wechat_auth_users_total。",
        );
      return sound(`计数器与实际都是 ${counted}`, "users-count 返回的总数是准的。");
    }),
};
