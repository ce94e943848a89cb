/**
 * The table of checks, in the order in which they are shown.
 * @module
 */
import { accessRules, signInOptions } from "./checks/access.ts";
import { applicationUrl, trustedProxy } from "./checks/addresses.ts";
import { countOfUsers, indexes, migrations } from "./checks/database.ts";
import { fieldLimits, userFields } from "./checks/fields.ts";
import { kitFiles, operatorHooks } from "./checks/files.ts";
import type { Check } from "./checks/finding.ts";
import { backups, logRetention, settingsEncryption, standby } from "./checks/keeping.ts";
import { lockedOut, rateLimiter } from "./checks/limits.ts";
import { diskSpace, hooksPool, hooksWatch } from "./checks/running.ts";
import { pocketbaseVersion } from "./checks/version.ts";
import { clock, environment, wechatCredentials } from "./checks/wechat.ts";

/** By the machine word of each check. */
export const CHECKS = {
  pocketbase_version: pocketbaseVersion,
  kit_files: kitFiles,
  operator_hooks: operatorHooks,
  migrations,
  access_rules: accessRules,
  sign_in_options: signInOptions,
  indexes,
  users_count: countOfUsers,
  user_fields: userFields,
  field_limits: fieldLimits,
  environment,
  wechat_credentials: wechatCredentials,
  clock,
  application_url: applicationUrl,
  trusted_proxy: trustedProxy,
  rate_limiter: rateLimiter,
  locked_out: lockedOut,
  hooks_watch: hooksWatch,
  hooks_pool: hooksPool,
  settings_encryption: settingsEncryption,
  backups,
  standby,
  log_retention: logRetention,
  disk_space: diskSpace,
} satisfies { [id: string]: Check };

export type CheckId = keyof typeof CHECKS;
