/**
 * Events of the management platform's users, made on purpose, and the lines that they leave.
 * @module
 */
import { freshPhone, registration, type SignedIn } from "../support/service.ts";
import { type Cast, type Event, refused, SOME_ID, succeeded } from "./lines.ts";

const login = ({ service }: Cast, phone: string, password: string) =>
  service.call("platformLogin", { body: { users_phone: phone, password } });
const register = ({ service }: Cast, values: object, headers = {}) =>
  service.call("platformRegister", { body: registration({ ...values }), headers });
const native = ({ service }: Cast, identity: string, password: string) =>
  fetch(`${service.url}/api/collections/tbl_auth_users/auth-with-password`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ identity, password }),
  });
const emailOf = ({ openid }: SignedIn) => `${openid}@manage.local`;

const registrationRefused = (values: object, reason: string, fields: string): Event => ({
  name: `a registration refused as ${reason}`,
  happen: (cast) => register(cast, values),
  lines: () => [refused("platformRegister", reason, 400, { fields })],
});

export const platformEvents: Event[] = [
  {
    name: "a registration",
    happen: (cast) => register(cast, {}),
    lines: () => [succeeded("platformRegister", "register_success", { record_id: SOME_ID })],
  },
  registrationRefused({ password: "short" }, "validation_failed", "password"),
  registrationRefused({ users_phone: "1", users_name: "" }, "validation_failed", "users_name users_phone"),
  registrationRefused({ company_id: "none" }, "company_not_found", "company_id"),
  registrationRefused({ users_picture: "wxfile://x" }, "picture_is_temporary", "users_picture"),
  {
    name: "a registration with a phone that is taken",
    happen: (cast) => register(cast, { users_phone: cast.platform.phone }),
    lines: () => [refused("platformRegister", "phone_taken", 400, { fields: "users_phone" })],
  },
  {
    name: "a body that is no JSON",
    happen: ({ service }) => service.call("platformRegister", { body: "{" }),
    lines: () => [refused("platformRegister", "invalid_json", 400)],
  },
  {
    name: "a body of another type",
    happen: (cast) => register(cast, {}, { "content-type": "text/plain" }),
    lines: () => [refused("platformRegister", "unsupported_media_type", 415)],
  },
  {
    name: "a body that is too large",
    happen: (cast) => register(cast, { padding: "x".repeat(70_000) }),
    lines: () => [refused("platformRegister", "body_too_large", 413)],
  },
  {
    name: "a platform login",
    happen: (cast) => login(cast, cast.platform.phone, cast.platform.password),
    lines: ({ platform }) => [succeeded("platformLogin", "login_success", { record_id: platform.id })],
  },
  {
    name: "a platform login with a phone that nobody has",
    happen: (cast) => login(cast, freshPhone(), "whatever-1"),
    lines: () => [refused("platformLogin", "user_not_found", 404, { fields: "users_phone" })],
  },
  {
    name: "a platform login with a WeChat user's phone",
    happen: (cast) => login(cast, cast.wechatPhone, "whatever-1"),
    lines: ({ wechat }) => [
      refused("platformLogin", "user_type_mismatch", 400, { record_id: wechat.id, fields: "users_phone" }),
    ],
  },
  {
    name: "a platform login of a user without their native identity",
    happen: (cast) => login(cast, cast.broken.phone, cast.broken.password),
    lines: ({ broken }) => [refused("platformLogin", "identity_missing", 500, { record_id: broken.id })],
  },
  {
    name: "a platform login of a disabled user",
    happen: (cast) => login(cast, cast.disabled.phone, cast.disabled.password),
    lines: ({ disabled }) => [refused("platformLogin", "account_disabled", 403, { record_id: disabled.id })],
  },
  {
    name: "five wrong passwords, through both doors, and the lock",
    happen: async (cast) => {
      for (let attempt = 0; attempt < 3; attempt++) await login(cast, cast.platform.phone, "wrong");
      for (let attempt = 0; attempt < 3; attempt++) await native(cast, emailOf(cast.platform), "wrong");
      await login(cast, cast.platform.phone, cast.platform.password);
    },
    lines: ({ platform: { id: record_id } }) => [
      ...Array(3).fill(refused("platformLogin", "password_wrong", 400, { record_id, fields: "password" })),
      ...Array(2).fill(refused("auth-with-password", "password_wrong", 400, { record_id })),
      refused("auth-with-password", "too_many_attempts", 429, { record_id }),
      refused("platformLogin", "too_many_attempts", 429, { record_id }),
    ],
  },
  {
    name: "sign-ins through PocketBase's own route",
    happen: async (cast) => {
      const { platform: user, service } = cast;
      await service.restart();
      await native(cast, emailOf(user), user.password);
      await native(cast, "nobody@manage.local", "whatever-1");
      await native(cast, emailOf(cast.disabled), cast.disabled.password);
    },
    lines: ({ platform, disabled }) => [
      succeeded("auth-with-password", "login_success", { record_id: platform.id }),
      refused("auth-with-password", "user_not_found", 404),
      refused("auth-with-password", "account_disabled", 403, { record_id: disabled.id }),
    ],
  },
];
