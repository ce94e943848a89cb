/**
 * What may happen to accounts, as random choices: by their owners, by operators, and by WeChat's way with unionids.
 * @module
 */
import fc from "fast-check";

/** A person's WeChat account in the nth mini-program: "2@1". */
export type Account = `${number}@${number}`;

/** `who` and `other` count the records in the order of their making, and begin again at the end. */
export type Action =
  | { does: "login" | "renew"; account: Account; unionid: string }
  | { does: "register"; phone: number }
  | { does: "platformLogin" | "resetPassword"; phone: number; password: number }
  | { does: "changePassword"; who: number; from: number; to: number }
  | { does: "revokeTokens"; who: number }
  | { does: "profile"; who: number; phone: number; claim: boolean }
  | { does: "link"; who: number; account: Account; unionid: string; merge: boolean }
  | { does: "unlink"; who: number; app: number }
  | { does: "close"; who: number; by: Account | "password" }
  | { does: "join"; who: number; other: number }
  | { does: "setStatus"; who: number; status: 0 | -1 }
  | { does: "setPhone"; who: number; phone: number | null }
  | { does: "remove" | "forgetRow"; who: number };

export type Deed = Action["does"];

/** Few of each, so that they meet. */
export const PEOPLE = 4;
export const APPS = 2;
export const PHONES = 3;
export const PASSWORDS = 2;

export const ACCOUNTS = Array.from({ length: PEOPLE * APPS }, (_, i): Account => `${i >> 1}@${i % APPS}`);

const person = fc.nat({ max: PEOPLE - 1 });
const app = fc.nat({ max: APPS - 1 });
const phone = fc.nat({ max: PHONES - 1 });
const who = fc.nat({ max: 11 });
const anyPassword = fc.nat({ max: PASSWORDS - 1 });
/** Mostly the one that everybody registers with. */
const password = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, anyPassword);
const account = fc.tuple(person, app).map(([who, where]): Account => `${who}@${where}`);

/** None yet, the person's own, the one since the mini-program has moved, or one that somebody else has too. */
const visit = fc
  .tuple(
    account,
    fc.oneof(
      { weight: 3, arbitrary: fc.constant("none") },
      { weight: 6, arbitrary: fc.constant("own") },
      { weight: 1, arbitrary: fc.constant("moved") },
      { weight: 1, arbitrary: fc.constant("shared") },
    ),
  )
  .map(([account, kind]) => ({ account, unionid: unionidOf(account, kind) }));

function unionidOf(account: Account, kind: string): string {
  if (kind === "none") return "";
  return kind === "shared" ? "shared" : `${kind}-${account.split("@")[0]}`;
}

const does = <D extends Deed>(...deeds: D[]) => fc.constantFrom(...deeds);

/** How often each comes, out of some 60. A password costs the server 60 ms of bcrypt. */
const WEIGHTED: [number, fc.Arbitrary<Action>][] = [
  [9, fc.tuple(does("login"), visit).map(([does, visit]) => ({ does, ...visit }))],
  [3, fc.tuple(does("renew"), visit).map(([does, visit]) => ({ does, ...visit }))],
  [4, fc.record({ does: does("register"), phone })],
  [4, fc.record({ does: does("platformLogin", "resetPassword"), phone, password: anyPassword })],
  [3, fc.record({ does: does("changePassword"), who, from: password, to: anyPassword })],
  [2, fc.record({ does: does("revokeTokens"), who })],
  [8, fc.record({ does: does("profile"), who, phone, claim: fc.boolean() })],
  [
    14,
    fc
      .tuple(fc.record({ does: does("link"), who, merge: fc.boolean() }), visit)
      .map(([link, visit]) => ({ ...link, ...visit })),
  ],
  [6, fc.record({ does: does("unlink"), who, app })],
  [2, fc.record({ does: does("close"), who, by: fc.oneof(account, fc.constant("password" as const)) })],
  [3, fc.record({ does: does("join"), who, other: who })],
  [3, fc.record({ does: does("setStatus"), who, status: fc.constantFrom(0, 0, -1) })],
  [2, fc.record({ does: does("setPhone"), who, phone: fc.option(phone, { nil: null }) })],
  [1, fc.record({ does: does("remove"), who })],
];

/** What users and operators do. */
export const anyAction = fc.oneof(...WEIGHTED.map(([weight, arbitrary]) => ({ weight, arbitrary })));

/** A record turns into one from before rows were kept: nothing that goes on in a running service. */
export const forgetRow = fc.record({ does: does("forgetRow"), who });
