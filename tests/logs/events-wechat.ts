/**
 * Events of WeChat users, made on purpose, and the lines that they leave.
 * @module
 */
import { freshPhone, type Service, type SignedIn } from "../support/service.ts";
import { type Cast, type Event, type Facts, refused, RID, SOME_ID, succeeded } from "./lines.ts";

const wechatLogin = ({ service }: Cast, code = service.sandbox.mintLoginCode().code) =>
  service.call("wechatLogin", { body: { users_wx_code: code } });
const loginWithFault = (
  cast: Cast,
  fault: Omit<Parameters<Service["sandbox"]["setFault"]>[0], "endpoint">,
) => {
  cast.service.sandbox.setFault({ endpoint: "jscode2session", times: 1, ...fault });
  return wechatLogin(cast);
};
const refresh = ({ service }: Cast, token: string | undefined, code?: string) =>
  service.call("refreshToken", { ...(token && { token }), body: { users_wx_code: code ?? null } });
const profile = ({ service }: Cast, token: string, code: string) =>
  service.call("wechatProfile", {
    token,
    body: { users_name: "小明", users_phone_code: code, users_picture: "https://example.com/a.png" },
  });
const avatar = ({ service }: Cast, token: string, content?: string) => {
  const form = new FormData();
  if (content !== undefined) form.append("file", new Blob([content]), "a.png");
  return service.call("wechatAvatar", { token, body: form });
};
/** A code for a user whom the service knows, by their openid. */
const codeFor = ({ service }: Cast, { openid }: SignedIn) => service.sandbox.mintLoginCode({ openid }).code;
const phoneCode = ({ service }: Cast, phone = freshPhone()) => service.sandbox.mintPhoneCode({ phone }).code;

/** A failed login by WeChat, as the sandbox's fault has it. */
function wechatFault(
  fault: Parameters<typeof loginWithFault>[1],
  reason: string,
  status: number,
  facts: Facts,
): Event {
  return {
    name: `a WeChat login that WeChat answers with ${fault.errcode ?? fault.status ?? fault.kind}`,
    happen: (cast) => loginWithFault(cast, fault),
    lines: () => [refused("wechatLogin", reason, status, facts)],
  };
}

export const wechatEvents: Event[] = [
  {
    name: "a first WeChat login",
    happen: (cast) => wechatLogin(cast),
    lines: () => [succeeded("wechatLogin", "register_success", { record_id: SOME_ID })],
  },
  {
    name: "another WeChat login",
    happen: (cast) => wechatLogin(cast, codeFor(cast, cast.wechat)),
    lines: ({ wechat }) => [succeeded("wechatLogin", "login_success", { record_id: wechat.id })],
  },
  {
    name: "a WeChat login of a disabled user",
    happen: (cast) => wechatLogin(cast, codeFor(cast, cast.disabledWechat)),
    lines: ({ disabledWechat: { id } }) => [
      refused("wechatLogin", "account_disabled", 403, { record_id: id }),
    ],
  },
  {
    name: "a WeChat login with a code that WeChat does not know, and the same again",
    happen: async (cast) => {
      await wechatLogin(cast, "unknown-code");
      await wechatLogin(cast, "unknown-code");
    },
    lines: () => [
      refused("wechatLogin", "wechat_code_invalid", 400, {
        fields: "users_wx_code",
        errcode: 40029,
        rid: RID,
      }),
      refused("wechatLogin", "duplicate_request", 429),
    ],
  },
  wechatFault({ kind: "errcode", errcode: 40163 }, "wechat_code_used", 400, {
    fields: "users_wx_code",
    errcode: 40163,
    rid: RID,
  }),
  wechatFault({ kind: "errcode", errcode: 40226 }, "wechat_user_blocked", 403, { errcode: 40226, rid: RID }),
  wechatFault({ kind: "errcode", errcode: 45011 }, "wechat_rate_limited", 429, { errcode: 45011, rid: RID }),
  wechatFault({ kind: "errcode", errcode: -1 }, "wechat_unavailable", 502, { errcode: -1, rid: RID }),
  wechatFault({ kind: "errcode", errcode: 40125 }, "wechat_misconfigured", 500, { errcode: 40125, rid: RID }),
  wechatFault(
    {
      kind: "errcode",
      errcode: 40164,
      errmsg: "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist",
    },
    "wechat_misconfigured",
    500,
    { errcode: 40164, rid: RID, address: "203.0.113.7" },
  ),
  wechatFault({ kind: "status", status: 503 }, "wechat_unavailable", 502, {
    cause: "/sns/jscode2session: HTTP 503",
  }),
  wechatFault({ kind: "html" }, "wechat_unavailable", 502, {
    cause: "/sns/jscode2session: not a JSON object",
  }),
  wechatFault({ kind: "empty" }, "wechat_unavailable", 502, { cause: "/sns/jscode2session: empty body" }),
  wechatFault({ kind: "half" }, "wechat_unavailable", 502, {
    cause: "/sns/jscode2session: not a JSON object",
  }),
  wechatFault({ kind: "hang" }, "wechat_unavailable", 502, { cause: "/sns/jscode2session: time-out" }),
  {
    name: "a renewed token",
    happen: (cast) => refresh(cast, cast.wechat.token),
    lines: ({ wechat }) => [succeeded("refreshToken", "token_renewed", { record_id: wechat.id })],
  },
  {
    name: "a token for a code",
    happen: (cast) => refresh(cast, undefined, codeFor(cast, cast.wechat)),
    lines: ({ wechat }) => [succeeded("refreshToken", "token_issued", { record_id: wechat.id })],
  },
  {
    name: "renewals that are refused",
    happen: async (cast) => {
      await refresh(cast, "no.such.token");
      await refresh(cast, undefined, cast.service.sandbox.mintLoginCode().code);
      await refresh(cast, cast.disabledWechat.token);
    },
    lines: ({ disabledWechat: { id } }) => [
      refused("refreshToken", "token_invalid", 401),
      refused("refreshToken", "user_not_found", 404),
      refused("refreshToken", "account_disabled", 403, { record_id: id }),
    ],
  },
  {
    name: "a profile",
    happen: (cast) => profile(cast, cast.wechat.token, phoneCode(cast, cast.wechatPhone)),
    lines: ({ wechat }) => [succeeded("wechatProfile", "success", { record_id: wechat.id })],
  },
  {
    name: "profiles that are refused",
    happen: async (cast) => {
      await profile(cast, "no.such.token", "unused");
      await profile(cast, cast.disabledWechat.token, "unused");
      await profile(cast, cast.wechat.token, "unknown-phone-code");
      await profile(cast, cast.wechat.token, phoneCode(cast, cast.platform.phone));
    },
    lines: ({ wechat: { id: record_id }, disabledWechat, platform }) => [
      refused("wechatProfile", "token_invalid", 401),
      refused("wechatProfile", "account_disabled", 403, { record_id: disabledWechat.id }),
      refused("wechatProfile", "phone_code_invalid", 400, {
        record_id,
        fields: "users_phone_code",
        errcode: 40029,
        rid: RID,
      }),
      refused("wechatProfile", "phone_taken", 400, {
        record_id,
        fields: "users_phone_code",
        cause: `held by ${platform.id}`,
      }),
    ],
  },
  {
    name: "avatars that are refused",
    happen: async (cast) => {
      await avatar(cast, cast.wechat.token);
      await avatar(cast, cast.wechat.token, "no picture");
    },
    lines: ({ wechat: { id: record_id } }) => [
      refused("wechatAvatar", "file_missing", 400, {
        record_id,
        fields: "file",
        cause: "GoError: http: no such file",
      }),
      refused("wechatAvatar", "file_type_unsupported", 400, { record_id, fields: "file" }),
    ],
  },
  {
    name: "nothing for what is no sign-in",
    happen: async ({ service }) => {
      for (const operation of ["helloWorld", "health", "usersCount"]) await service.call(operation);
    },
    lines: () => [],
  },
];
