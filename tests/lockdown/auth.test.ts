import { dashboard, get, lockdown, NEEDS_TOKEN, NOT_ALLOWED, post, type Row, users } from "./table.ts";
import type { World } from "../support/native-roles.ts";

const USERS = "/api/collections/tbl_auth_users";
const OTHER_COLLECTION = "403 The request requires auth record from users collection.";
const INVALID = "400 An error occurred while validating the submitted data.";
const NO_EMAIL_CHANGE = "403 The e-mail of this collection's users cannot be changed.";

const onUsers = (route: string, body?: (world: World) => object) => (world: World) =>
  post(`${USERS}/${route}`, body?.(world) ?? {});

const SIGNED_IN = "200 record token";

/** Known and unknown names get the very same answer. */
function sameForUnknown(route: string, answer: string): Row[] {
  return ["known", "unknown"].map((which) => ({
    name: `${route} does not tell whether an address is ${which}`,
    request: onUsers(route, ({ victim }) => ({
      email: which === "known" ? victim.email : "nobody@manage.local",
    })),
    answers: users(answer),
  }));
}

const wrongIdentity = (what: string, body: (world: World) => object, answer: string): Row => ({
  name: `the native password route takes no ${what}`,
  request: onUsers("auth-with-password", body),
  answers: users(answer),
});

lockdown("sign-in routes of tbl_auth_users", [
  {
    name: "everybody is told which methods there are: the password alone",
    request: () => get(`${USERS}/auth-methods?fields=password,oauth2.enabled,mfa.enabled,otp.enabled`),
    answers: users("200 mfa oauth2 otp password"),
  },
  {
    name: "a user renews their own token, and nobody else's",
    request: onUsers("auth-refresh"),
    answers: users(SIGNED_IN, { guest: NEEDS_TOKEN, foreign: OTHER_COLLECTION }),
  },
  wrongIdentity(
    "wrong password",
    ({ victim }) => ({ identity: victim.email, password: "wrong-password" }),
    "400 Failed to authenticate.",
  ),
  wrongIdentity(
    "unknown name",
    () => ({ identity: "nobody@manage.local", password: "wrong-password" }),
    "400 Failed to authenticate.",
  ),
  wrongIdentity(
    "phone as a name, even with the right password",
    ({ victim }) => ({ identity: victim.phone, password: victim.password }),
    "400 Failed to authenticate.",
  ),
  wrongIdentity(
    "openid as a name, even with the right password",
    ({ victim }) => ({ identity: victim.openid, password: victim.password }),
    "400 Failed to authenticate.",
  ),
  wrongIdentity(
    "choice of another identity field",
    ({ victim }) => ({
      identity: victim.phone,
      password: victim.password,
      identityField: "users_phone",
    }),
    `${INVALID} [identityField: validation_in_invalid]`,
  ),
  {
    name: "OAuth2 is off",
    request: onUsers("auth-with-oauth2", () => ({
      provider: "google",
      code: "x",
      redirectURL: "https://example.com",
    })),
    answers: users("403 The collection is not configured to allow OAuth2 authentication."),
  },
  {
    name: "one-time passwords are off: none is sent",
    request: onUsers("request-otp", ({ victim }) => ({ email: victim.email })),
    answers: users("403 The collection is not configured to allow OTP authentication."),
  },
  {
    name: "one-time passwords are off: none is taken",
    request: onUsers("auth-with-otp", () => ({ otpId: "aaaaaaaaaaaaaaa", password: "123456" })),
    answers: users("403 The collection is not configured to allow OTP authentication."),
  },
  {
    name: "only a superuser acts for a user",
    request: ({ victim }) => post(`${USERS}/impersonate/${victim.id}`, { duration: 60 }),
    answers: users(NOT_ALLOWED, { guest: NEEDS_TOKEN, superuser: SIGNED_IN }),
  },
]);

lockdown("mail routes of tbl_auth_users", [
  ...sameForUnknown("request-password-reset", "204"),
  ...sameForUnknown("request-verification", "204"),
  {
    name: "a password is not reset by a made-up token",
    request: onUsers("confirm-password-reset", ({ victim }) => ({
      token: victim.token,
      password: "stolen-password-1",
      passwordConfirm: "stolen-password-1",
    })),
    answers: users(`${INVALID} [token: validation_invalid_token]`),
  },
  {
    name: "an address is not verified by a made-up token",
    request: onUsers("confirm-verification", ({ victim }) => ({ token: victim.token })),
    answers: users(`${INVALID} [token: validation_invalid_token_claims]`),
  },
  {
    name: "nobody asks for another e-mail address",
    request: onUsers("request-email-change", () => ({ newEmail: "mine@example.com" })),
    answers: users(NO_EMAIL_CHANGE, { guest: NEEDS_TOKEN, foreign: OTHER_COLLECTION }),
  },
  {
    name: "an e-mail address is not changed by a made-up token",
    request: onUsers("confirm-email-change", ({ victim }) => ({
      token: victim.token,
      password: victim.password,
    })),
    answers: users(
      `${INVALID} [password: validation_invalid_password, token: validation_invalid_token_payload]`,
    ),
  },
]);

/** PocketBase looks for a token of this collection first, and there can be none. */
const FOR_TOKENS = ["auth-refresh", "request-email-change"];
const FOR_ALL = [
  ...["auth-with-password", "auth-with-oauth2", "request-otp", "auth-with-otp", "request-password-reset"],
  ...["confirm-password-reset", "request-verification", "confirm-verification", "confirm-email-change"],
];

lockdown("sign-in routes of tbl_company, which is no auth collection", [
  ...FOR_ALL.map((route): Row => ({
    name: `${route} does not exist`,
    request: () => post(`/api/collections/tbl_company/${route}`),
    answers: users("404 Missing or invalid auth collection context."),
  })),
  ...FOR_TOKENS.map((route): Row => ({
    name: `${route} takes nobody's token`,
    request: () => post(`/api/collections/tbl_company/${route}`),
    answers: users("403 The request requires auth record from tbl_auth_users collection.", {
      guest: NEEDS_TOKEN,
      foreign: OTHER_COLLECTION,
    }),
  })),
  {
    name: "auth-methods does not exist",
    request: () => get("/api/collections/tbl_company/auth-methods"),
    answers: users("404 Missing or invalid auth collection context."),
  },
  {
    name: "impersonate does not exist",
    request: ({ company }) => post(`/api/collections/tbl_company/impersonate/${company.id}`),
    answers: dashboard("404 Missing or invalid auth collection context."),
  },
]);
