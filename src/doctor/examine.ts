/**
 * Collects the facts of this deployment, for whichever door asks, and has them judged.
 * @module
 */
import { lockedAccounts } from "../abuse/password-attempts.ts";
import type { AppAccess, Facts, Known } from "../domain/deployment.ts";
import { ROUTES } from "../generated/routes.ts";
import {
  appliedMigrations,
  collections,
  indexes,
  settingsEncrypted,
  countedUsers,
} from "../pocketbase/deployment/database.ts";
import { alteredFiles, operatorHooks, shippedMigrations } from "../pocketbase/deployment/files.ts";
import {
  backups,
  disk,
  hooksPool,
  hooksWatch,
  pocketbaseVersion,
  standby,
} from "../pocketbase/deployment/machine.ts";
import { applicationUrl, logSettings, proxy, rateLimiter } from "../pocketbase/deployment/settings.ts";
import { describeError } from "../pocketbase/go-errors.ts";
import { type MiniProgram, settings } from "../pocketbase/settings.ts";
import { credentialsFailure } from "../wechat/access-token.ts";
import { wechatClock } from "../wechat/clock.ts";
import { type Report, reportOf } from "./report.ts";

/**
 * Asks WeChat for a token for each mini-program, without making it renew one; changes nothing.
 * @param event the request that asks; null for the command, which cannot look into the running server
 */
export function examine(event: core.RequestEvent | null): Report {
  return reportOf({
    now: Date.now(),
    ...factsOfFiles(),
    ...factsOfSettings(event),
    ...factsOfRunning(event),
  });
}

function factsOfFiles() {
  return {
    version: known(pocketbaseVersion),
    kitFiles: known(alteredFiles),
    operatorHooks: known(operatorHooks),
    migrations: known(() => ({ shipped: shippedMigrations(), applied: appliedMigrations() })),
    collections: known(collections),
    indexes: known(indexes),
    usersCount: known(countedUsers),
  } satisfies Partial<Facts>;
}

function factsOfSettings(event: core.RequestEvent | null) {
  const environment = factsOfEnvironment(event);
  // Whoever waits for this need not wait for one time-out after another.
  const isReached = !("value" in environment.apps) || environment.apps.value.every(wasReached);
  return {
    ...environment,
    clock: isReached ? known(wechatClock) : { unknown: "连不上微信，看不到它的时间" },
    applicationUrl: known(applicationUrl),
    rateLimiter: known(() => rateLimiter(ROUTES)),
    settingsEncrypted: known(settingsEncrypted),
    logs: known(logSettings),
    proxy: event ? known(() => proxy(event)) : { unknown: "只有经过代理的请求才看得出来" + AT_THE_DESK },
  } satisfies Partial<Facts>;
}

/** A command has the environment of whoever types it, which may lack what the service has. */
function factsOfEnvironment(event: core.RequestEvent | null) {
  const { wechat, unusable } = settings();
  if (!event && wechat.apps.length === 0 && unusable.length === 0) {
    const elsewhere = {
      unknown:
        "这条命令的环境里没有 WECHAT_APPID，看不到服务用的设置；带上服务的环境再运行（set -a; . /etc/pocketbase.env）" +
        OR_AT_THE_DESK,
    };
    return { unusableVariables: elsewhere, apps: elsewhere };
  }
  return {
    unusableVariables: { value: unusable },
    apps: known(() => wechat.apps.reduce(withAccess, [])),
  };
}

const wasReached = ({ refusal }: AppAccess) =>
  refusal?.reason !== "wechat_unavailable" || refusal.errcode !== undefined;

/** A WeChat that could not be reached is not asked for the other mini-programs. */
function withAccess(earlier: AppAccess[], app: MiniProgram): AppAccess[] {
  const outOfReach = earlier.find((access) => !wasReached(access));
  return [...earlier, outOfReach ? { ...outOfReach, appid: app.appid } : accessOf(app)];
}

function factsOfRunning(event: core.RequestEvent | null) {
  const inServer = <T>(read: () => T): Known<T> =>
    event ? known(read) : { unknown: "在运行中的服务里才看得到" + AT_THE_DESK };
  return {
    hooksWatch: inServer(hooksWatch),
    hooksPool: inServer(hooksPool),
    lockedOut: inServer(lockedAccounts),
    backups: known(backups),
    standby: known(standby),
    disk: known(disk),
  } satisfies Partial<Facts>;
}

const AT_THE_DESK = "，请在运营台的“体检”里查";
const OR_AT_THE_DESK = "，或在运营台的“体检”里查";

/** What cannot be had is no reason to leave out the rest. */
function known<T>(read: () => T): Known<T> {
  try {
    return { value: read() };
  } catch (error) {
    const [why = ""] = describeError(error).split("\n");
    return { unknown: `没能查到（${why}）` };
  }
}

function accessOf(app: MiniProgram): AppAccess {
  const failure = credentialsFailure(app);
  if (!failure) return { appid: app.appid, refusal: null };
  const { errcode, rid, address, cause } = failure.details;
  return {
    appid: app.appid,
    refusal: {
      reason: failure.reason,
      ...(errcode !== undefined && { errcode }),
      ...(rid !== undefined && { rid }),
      ...(address !== undefined && { address }),
      ...(cause !== undefined && { cause }),
    },
  };
}
