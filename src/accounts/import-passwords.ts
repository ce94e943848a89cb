/**
 * Passwords of people who come from another system.
 * @module
 */
import type { LegacyPassword } from "../domain/legacy-password.ts";
import { isPlatformPerson, type Person } from "../moving/person.ts";
import { bcryptOf, LEGACY_FIELD, wrappedHash } from "../pocketbase/passwords.ts";
import { setPasswordHash, setUnusablePassword } from "../pocketbase/users.ts";

export interface StoredPassword {
  /** A bcrypt text, or "" for a password that nobody can have. */
  hash: string;
  /** The hidden field. */
  legacy: string;
}

const NONE: StoredPassword = { hash: "", legacy: "" };

/** Whether a hash that came is wrapped before it is stored. */
export type Wrap = "now" | "later";

/** Takes as long as bcrypt does where something is to be hashed: not for a transaction. */
export function storedPassword(person: Person, wrap: Wrap): StoredPassword {
  const { password } = person;
  if (!isPlatformPerson(person)) return NONE;
  if (password === null) return { hash: "", legacy: text({ scheme: "reset" }) };
  switch (password.scheme) {
    case "reset":
      return { hash: "", legacy: text({ scheme: "reset" }) };
    case "bcrypt":
      return { hash: password.hash, legacy: "" };
    case "plain": {
      const hash = bcryptOf(password.text);
      return hash === "" ? { hash, legacy: text({ scheme: "reset" }) } : { hash, legacy: "" };
    }
    default: {
      const { scheme, hash, salts, version } = password;
      const kept: LegacyPassword = {
        scheme,
        ...(salts.length > 0 && { salts }),
        ...(version !== "" && { version }),
      };
      return wrap === "now"
        ? { hash: wrappedHash(hash), legacy: text(kept) }
        : { hash: "", legacy: text({ ...kept, hash }) };
    }
  }
}

const text = (legacy: LegacyPassword) => JSON.stringify(legacy);

export function setPasswordOf(user: core.Record, { hash, legacy }: StoredPassword): void {
  if (hash === "") setUnusablePassword(user);
  else setPasswordHash(user, hash);
  user.set(LEGACY_FIELD, legacy);
}
