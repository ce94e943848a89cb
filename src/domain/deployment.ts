/**
 * What can be known about a deployment. Facts are collected in src/pocketbase/deployment/ and judged in
 * src/doctor/checks/; neither knows the other.
 * @module
 */

/** A fact, or why it cannot be had here, in Chinese. */
export type Known<T> = { value: T } | { unknown: string };

export interface Facts {
  /** Unix time in milliseconds at which they were collected. */
  now: number;
  /** PocketBase's own word, such as `0.39.11`. */
  version: Known<string>;
  /** Those of our files that are not as they were built. */
  kitFiles: Known<AlteredFile[]>;
  operatorHooks: Known<OperatorHooks>;
  migrations: Known<Migrations>;
  /** By name; what is not there is left out. */
  collections: Known<{ [name: string]: Collection }>;
  indexes: Known<Index[]>;
  usersCount: Known<UsersCount>;
  rateLimiter: Known<RateLimiter>;
  proxy: Known<Proxy>;
  /** As it stands in PocketBase's settings. */
  applicationUrl: Known<string>;
  /** Names of variables whose values are of no use. */
  unusableVariables: Known<string[]>;
  /** Empty where WeChat is not configured. */
  apps: Known<AppAccess[]>;
  clock: Known<Clock>;
  hooksWatch: Known<boolean>;
  hooksPool: Known<number>;
  settingsEncrypted: Known<boolean>;
  backups: Known<Backups>;
  standby: Known<Standby>;
  logs: Known<LogSettings>;
  disk: Known<Disk>;
  lockedOut: Known<LockedOut>;
}

export interface AlteredFile {
  /** From the folder that holds pb_hooks. */
  path: string;
  how: "changed" | "missing";
}

export interface OperatorHooks {
  cutOffs: CutOff[];
  /** Whether one of them may fill fields of new records. */
  mayFill: boolean;
}

/** A hook after which nobody else is asked. */
export interface CutOff {
  file: string;
  line: number;
  /** Such as `onRecordCreate`. */
  call: string;
}

export interface Migrations {
  /** File names of this release. */
  shipped: string[];
  /** File names that PocketBase has noted as applied, whoever's they are. */
  applied: string[];
}

/** As PocketBase's API shows a collection, as far as anybody here looks at it. */
export interface Collection {
  listRule: string | null;
  viewRule: string | null;
  createRule: string | null;
  updateRule: string | null;
  deleteRule: string | null;
  authRule?: string | null;
  manageRule?: string | null;
  passwordAuth?: { enabled: boolean; identityFields: string[] };
  oauth2?: { enabled: boolean };
  otp?: { enabled: boolean };
  mfa?: { enabled: boolean };
  fields: Field[];
}

export interface Field {
  name: string;
  type: string;
  required?: boolean;
  /** Whether nobody but superusers sees it. */
  hidden?: boolean;
  autogeneratePattern?: string;
  min?: number | string | null;
  max?: number | string | null;
  maxSize?: number;
  pattern?: string;
  values?: string[];
  mimeTypes?: string[];
  onlyDomains?: string[] | null;
  exceptDomains?: string[] | null;
}

export interface Index {
  table: string;
  name: string;
  columns: string[];
  isUnique: boolean;
  /** Whether it leaves rows out. */
  isPartial: boolean;
}

export interface UsersCount {
  /** What the counter says. */
  noted: number;
  /** What counting says. */
  counted: number;
  /** Names of triggers that should keep the counter and are gone. */
  missingTriggers: string[];
}

export interface RateLimiter {
  enabled: boolean;
  /** Each of our routes, with what its rule lets one address do in a minute; null where no rule meets it. */
  perMinute: { [route: string]: number | null };
}

export interface Proxy {
  /** Headers that PocketBase takes the client's address from. */
  trusted: string[];
  /** Whether the leftmost address of a list counts, which is the client's own invention. */
  trustsLeftmost: boolean;
  /** Headers with an address that this request carries. */
  forwarded: string[];
  /** Where the connection comes from. */
  peer: string;
}

/** What WeChat said to an app's credentials. */
export interface AppAccess {
  appid: string;
  refusal: { reason: string; errcode?: number; rid?: string; address?: string; cause?: string } | null;
}

export interface Clock {
  /** How far ours is ahead of WeChat's. */
  aheadMs: number;
  /** Whether the address of WeChat is on this machine, so that a proxy's time may have been seen. */
  isLocal: boolean;
}

export interface Backups {
  /** When they are made; "" for never. */
  cron: string;
  /** Unix time in milliseconds of the newest; null where there is none. */
  newestAt: number | null;
}

export interface Standby {
  /** Whether Litestream has been at work on this database, or is meant to be. */
  isReplicated: boolean;
  /** Unix time in milliseconds at which the replica was last brought up to date; null where nobody tells. */
  lastSyncAt: number | null;
  /** Whether Litestream should answer here and does not. */
  isDown: boolean;
  /** Why nobody tells, in Chinese. */
  silence: string;
}

export interface LogSettings {
  maxDays: number;
  /** -4 DEBUG, 0 INFO, 4 WARN, 8 ERROR. */
  minLevel: number;
}

export interface Disk {
  freeBytes: number;
  totalBytes: number;
}

export interface LockedOut {
  accounts: number;
  /** Unix time in milliseconds at which the last of them is let in again. */
  until: number;
}
