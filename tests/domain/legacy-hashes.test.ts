import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { digestOf, legacyHashes } from "../../src/domain/legacy-hashes.ts";
import { type LegacyScheme, parseLegacyPassword, secretOfVersion } from "../../src/domain/legacy-password.ts";
import { casdoorHash, LEANCLOUD_VECTOR } from "../support/exports.ts";

const PASSWORDS = ["password", "", "密码🎉é", "x".repeat(300)];

describe("the hash of another system", () => {
  const hashes = (scheme: LegacyScheme, salts: string[], password: string, secret = "") =>
    legacyHashes({ scheme, salts }, password, secret);

  test("LeanCloud's is the one of its documents", () => {
    const { salt, password, hash } = LEANCLOUD_VECTOR;
    expect(hashes("leancloud", [salt], password)).toEqual([hash]);
  });

  test.each(PASSWORDS)("LeanCloud's is 513 rounds over raw bytes: %j", (password) => {
    let digest = createHash("sha512").update(`salt${password}`).digest();
    for (let round = 0; round < 512; round++) digest = createHash("sha512").update(digest).digest();
    expect(hashes("leancloud", ["salt"], password)).toEqual([digest.toString("base64")]);
  });

  test.each(PASSWORDS)("uni-id's are HMACs: %j", (password) => {
    const hmac = (algorithm: string, key: string) =>
      createHmac(algorithm, key).update(password).digest("hex");
    expect(hashes("uni-id-hmac-sha256", ["salt"], password)).toEqual([hmac("sha256", "salt")]);
    expect(hashes("uni-id-hmac-sha1", [], password, "secret")).toEqual([hmac("sha1", "secret")]);
  });

  test.each(PASSWORDS)("Casdoor's are tried with each salt, and without: %j", (password) => {
    const schemes = [
      ["casdoor-salt", "sha256"],
      ["casdoor-md5-salt", "md5"],
    ] as const;
    for (const [scheme, algorithm] of schemes) {
      expect(hashes(scheme, ["a", "b"], password)).toEqual(
        ["a", "b", ""].map((salt) => casdoorHash(algorithm, password, salt)),
      );
    }
    expect(hashes("casdoor-sha512-salt", ["a"], password)[0]).toBe(casdoorHash("sha512", password, "a"));
  });

  test("is never one that cannot be computed", () => {
    expect(hashes("reset", [], "password")).toEqual([]);
  });

  test("fits what bcrypt reads once it is digested", () => {
    expect(digestOf(LEANCLOUD_VECTOR.hash)).toBe(
      createHash("sha256").update(LEANCLOUD_VECTOR.hash).digest("hex"),
    );
  });
});

describe("what is kept of a password", () => {
  test("that nobody can read asks for a reset", () => {
    expect(parseLegacyPassword("")).toBeNull();
    expect(parseLegacyPassword("{")).toEqual({ scheme: "reset" });
    expect(parseLegacyPassword('{"scheme":"of a later release"}')).toEqual({ scheme: "reset" });
    expect(parseLegacyPassword('{"scheme":"leancloud","salts":["s"]}')).toEqual({
      scheme: "leancloud",
      salts: ["s"],
    });
  });

  test.each([
    ["", "", null],
    ["alone", "", "alone"],
    ["alone", "3", "alone"],
    ["1:one, 2:two", "2", "two"],
    ["1:one,2:two", "", "one"],
    ["1:one,2:two", "3", null],
    ["2:a:b", "2", "a:b"],
  ])("has its secret by version: %j, version %j", (setting, version, secret) => {
    expect(secretOfVersion(setting, version)).toBe(secret);
  });
});
