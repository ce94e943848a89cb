/**
 * Which PocketBase the tests run on, for the few things that its versions do differently.
 * @module
 */
import { execFileSync } from "node:child_process";
import { pocketbaseBinary } from "../../scripts/binary.ts";

const [, minor] = /version 0\.(\d+)\./.exec(execFileSync(pocketbaseBinary(), ["--version"]).toString()) ?? [];
if (minor === undefined) throw new Error("the binary does not say which PocketBase it is");

/** 0.40 and newer: JSON by another library, one header more, a request's body that is read once. */
export const IS_0_40 = Number(minor) >= 40;
