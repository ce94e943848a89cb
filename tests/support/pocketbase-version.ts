/**
 * Which PocketBase the tests run on, for the few things that its versions do differently.
 * @module
 */
import { execFileSync } from "node:child_process";
import { pocketbaseBinary } from "../../scripts/binary.ts";

const said = execFileSync(pocketbaseBinary(), ["--version"]).toString();
const [, version, minor] = /version (0\.(\d+)\.\d+)/.exec(said) ?? [];
if (version === undefined) throw new Error("the binary does not say which PocketBase it is");

/** Such as `0.39.1`. */
export const POCKETBASE_VERSION = version;

/** 0.40 and newer: JSON by another library, one header more, a request's body that is read once. */
export const IS_0_40 = Number(minor) >= 40;
