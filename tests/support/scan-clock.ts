/**
 * PocketBase is a static binary, whose clock nothing can move from outside: so what reads it reads another one.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../scripts/server-process.ts";

export const SCAN_OPERATIONS = ["scanStart", "scanStatus", "scanLogin", "scanOpen", "scanConfirm"];

/** The bundle of an operation, with this expression in the clock's place. */
export const onClock = (operation: string, clock: string): string =>
  readFileSync(join(projectRoot, "pb_hooks/wechat_auth", `${operation}.js`), "utf8").replaceAll(
    "Date.now()",
    clock,
  );

/** Files that take the place of the scan operations' bundles. */
export const scanHooks = (clock: string): { [file: string]: string } =>
  Object.fromEntries(
    SCAN_OPERATIONS.map((operation) => [`wechat_auth/${operation}.js`, onClock(operation, clock)]),
  );
