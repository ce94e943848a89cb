/**
 * What is kept, for the day on which it is needed.
 * @module
 */
import { advice, broken, type Check, judged, notChecked, sound } from "./finding.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const age = (ms: number) =>
  ms < 2 * DAY ? `${Math.max(0, Math.round(ms / HOUR))} 小时` : `${Math.floor(ms / DAY)} 天`;

export const settingsEncryption: Check = {
  title: "设置加密",
  judge: (facts) =>
    judged(facts.settingsEncrypted, (isEncrypted) =>
      isEncrypted
        ? sound("PocketBase 的设置是加密保存的", "拿到数据库或备份的人看不到其中的邮箱和存储密码。")
        : advice(
            "PocketBase 的设置以明文保存在数据库里",
            "SMTP、S3 的密码在每一份备份里都能看到。",
            "设一个 32 个字符的环境变量（如 PB_ENCRYPTION_KEY），启动时加 --encryptionEnv=PB_ENCRYPTION_KEY；密钥与备份分开保管。",
          ),
    ),
};

/** Whether a plan has its turn at least once a week: its day of the month and its month are left open. */
function isWeekly(cron: string): boolean {
  const parts = cron.trim().split(/\s+/);
  return parts.length === 1
    ? /^@(hourly|daily|midnight|weekly)$/.test(cron.trim())
    : parts[2] === "*" && parts[3] === "*";
}

export const backups: Check = {
  title: "备份",
  judge: (facts) =>
    judged(facts.backups, ({ cron, newestAt }) => {
      const where = "PocketBase 后台 → Settings → Backups";
      const isReplicated = "value" in facts.standby && facts.standby.value.isReplicated;
      if (newestAt === null) {
        if (cron === "" && isReplicated)
          return sound("没有 PocketBase 的备份，有 Litestream 的副本", "数据另有一份。");
        return advice(
          cron === "" ? "没有任何备份，也没有计划" : `有计划（${cron}），还没有备份`,
          "磁盘坏了或误删以后，数据找不回来。另有备份办法时可以不管。",
          cron === ""
            ? `在 ${where} 里设自动备份，并把备份放到另一台机器或对象存储。`
            : `等计划执行一次再查，或在 ${where} 里先手动做一份。`,
        );
      }
      const old = facts.now - newestAt;
      const seen = `最新的备份是 ${age(old)}前的${cron === "" ? "，没有自动备份的计划" : `，计划 ${cron}`}`;
      const limit = cron !== "" && isWeekly(cron) ? 8 * DAY : 32 * DAY;
      if (cron !== "" && old > limit)
        return broken(
          seen,
          "自动备份没有按计划执行。",
          `查日志里备份的错误（磁盘、对象存储的权限），在 ${where} 里手动试一次。`,
        );
      if (old > 8 * DAY && !isReplicated)
        return advice(
          seen,
          "出事时会丢掉这段时间的数据。",
          `在 ${where} 里设自动备份，例如每天一次（0 3 * * *）。`,
        );
      return sound(seen, "出事时可以恢复。每季度试着恢复一次。");
    }),
};

/** A replica is brought up to date about once a second; see docs on the standby. */
const STALE_MS = 60_000;

export const standby: Check = {
  title: "备机",
  judge: (facts) =>
    judged(facts.standby, ({ isReplicated, lastSyncAt, isDown, silence }) => {
      if (isDown)
        return broken(
          "Litestream 没有应答",
          "副本没有在更新：这台机器若坏掉，从 Litestream 停下时起的写入都会丢失。",
          "看它是否在运行（systemctl status pocketbase-replicate）和它的日志，恢复以后再查。",
        );
      if (lastSyncAt === null && !isReplicated)
        return sound(
          "没有配置（没有发现 Litestream）",
          "这台机器坏了以后，要从备份恢复。有付费用户以后建议配一台。",
        );
      if (lastSyncAt === null) return notChecked(`数据库有 Litestream 的副本，多新看不到：${silence}`);
      const old = facts.now - lastSyncAt;
      return old > STALE_MS
        ? broken(
            `副本上次更新是 ${Math.round(old / 1000)} 秒前`,
            "副本落后了：现在这台机器若坏掉，这段时间的写入会丢失。",
            "看 Litestream 的日志（网络、存储的权限、磁盘），恢复以后再查。",
          )
        : sound(
            `副本 ${Math.max(0, Math.round(old / 1000))} 秒前更新过`,
            "这台机器坏掉时，大约丢失最后一秒的写入。",
          );
    }),
};

/** 《网络安全法》 article 21 (3): at least six months; see docs/privacy.md. */
const SIX_MONTHS = 183;

export const logRetention: Check = {
  title: "日志保留",
  judge: (facts) =>
    judged(facts.logs, ({ maxDays, minLevel }) => {
      const where = "PocketBase 后台 → Settings → Logs";
      if (maxDays <= 0)
        return broken(
          "日志是关着的（保留 0 天）",
          "查不出谁为什么登录不上，运营台的记录和图是空的。",
          `在 ${where} 里把保留天数设为 ${SIX_MONTHS} 或更多。`,
        );
      if (minLevel > 0)
        return advice(
          `只记录 ${minLevel} 级以上的日志，保留 ${maxDays} 天`,
          "成功的登录没有记录，出事后无从核对。",
          `在 ${where} 里把最低级别设为 INFO（0）。`,
        );
      return maxDays < SIX_MONTHS
        ? advice(
            `保留 ${maxDays} 天`,
            "《网络安全法》第二十一条要求网络日志至少留存六个月。",
            `在 ${where} 里设为 ${SIX_MONTHS} 天或更多；占多少空间见 docs/privacy.md。`,
          )
        : sound(`保留 ${maxDays} 天`, "满足六个月的要求。");
    }),
};
