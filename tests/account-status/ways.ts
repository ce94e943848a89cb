/**
 * Every path that issues or takes a user's token.
 * @module
 */
import { type Call, freshPhone, type Service, type SignedIn } from "../support/service.ts";
import { native, nativeLogin } from "../support/native-routes.ts";
import { platformLogin } from "../support/passwords.ts";

export const USERS = "/api/collections/tbl_auth_users";

export const DISABLED = {
  code: 403,
  msg: "账号已停用，请联系管理员",
  data: { reason: "account_disabled" },
};
const NO_ENTRY = {
  status: 403,
  message: "The request doesn't satisfy the collection requirements to authenticate.",
  data: {},
};
const NOT_FOUND = { status: 404, message: "The requested resource wasn't found.", data: {} };

export interface Person extends SignedIn {
  /** The sandbox's name of a WeChat user. */
  user: string;
  phone: string;
  password: string;
}

export interface Way {
  /** What a disabled user gets; our own routes say why. */
  refusal: object;
  go(service: Service, person: Person): Promise<{ status: number; body: unknown }>;
}

export const loginCode = ({ sandbox }: Service, { user }: Person): Call => ({
  body: { users_wx_code: sandbox.mintLoginCode({ user }).code },
});

export function profile(service: Service, phone = freshPhone()): Call["body"] {
  const { code } = service.sandbox.mintPhoneCode({ phone });
  return { users_name: "小明", users_phone_code: code, users_picture: "https://example.com/a.png" };
}

function avatar(): FormData {
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
    "base64",
  );
  const form = new FormData();
  form.append("file", new Blob([png], { type: "image/png" }), "a.png");
  return form;
}

type Go = Way["go"];
const ours = (go: Go): Way => ({ refusal: DISABLED, go });

const wechatWays: { [name: string]: Way } = {
  "our login": ours((service, person) => service.call("wechatLogin", loginCode(service, person))),
  "refresh by token": ours((service, { token }) => service.call("refreshToken", { token })),
  "refresh by code": ours((service, person) => service.call("refreshToken", loginCode(service, person))),
  profile: ours((service, { token }) => service.call("wechatProfile", { token, body: profile(service) })),
  avatar: ours((service, { token }) => service.call("wechatAvatar", { token, body: avatar() })),
};

const nativeWays: { [name: string]: Way } = {
  "PocketBase's auth-refresh": {
    refusal: NO_ENTRY,
    go: (service, { token }) => native(service, "POST", `${USERS}/auth-refresh`, { token }),
  },
  "a view of the own record": {
    refusal: NOT_FOUND,
    go: (service, { token, id }) => native(service, "GET", `${USERS}/records/${id}`, { token }),
  },
};

const platformWays: { [name: string]: Way } = {
  "platform login": ours((service, { phone, password }) => platformLogin(service, phone, password)),
  "PocketBase's auth-with-password": {
    refusal: NO_ENTRY,
    go: (service, { openid, password }) => nativeLogin(service, `${openid}@manage.local`, password),
  },
  "refresh by token": ours((service, { token }) => service.call("refreshToken", { token })),
  profile: ours((service, { token }) => service.call("wechatProfile", { token, body: profile(service) })),
};

export const KINDS: [
  kind: string,
  ways: { [name: string]: Way },
  make: (service: Service) => Promise<Person>,
][] = [
  ["WeChat user", { ...wechatWays, ...nativeWays }, wechatPerson],
  [
    "platform user",
    { ...platformWays, ...nativeWays },
    async (service) => ({ ...(await service.platformUser()), user: "" }),
  ],
];

export async function wechatPerson(service: Service): Promise<Person> {
  const user = `person-${freshPhone()}`;
  return { ...(await service.wechatUser(user)), user, phone: "", password: "" };
}
