/**
 * Calls that write, for what an operator's hooks make of them.
 * @module
 */
import { type Answer, type Call, freshPhone, registration, type Service } from "../support/service.ts";

/** Lets a test choose, while the service runs, what the hooks of its own file do. */
export const BEHAVIOUR = `
routerAdd("POST", "/api/own/behaviour", (e) => {
  $app.store().set("own:behaviour", toString(e.request.body));
  return e.noContent(204);
});
`;

/** What a hook asks for the present choice, within its own text. */
export const CHOSEN = '$app.store().get("own:behaviour")';

export async function choose(service: Service, behaviour: string): Promise<void> {
  await fetch(`${service.url}/api/own/behaviour`, { method: "POST", body: behaviour });
}

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);

export function avatarForm(): FormData {
  const form = new FormData();
  form.append("file", new Blob([PNG], { type: "image/png" }), "a.png");
  return form;
}

export const loginCall = (service: Service, user?: string): Call => ({
  body: { users_wx_code: service.sandbox.mintLoginCode(user === undefined ? {} : { user }).code },
});

export function profileCall(service: Service, token: string, values: object = {}): Call {
  const { code } = service.sandbox.mintPhoneCode({ phone: freshPhone() });
  return {
    token,
    body: {
      users_name: "小明",
      users_phone_code: code,
      users_picture: "https://example.com/a.png",
      ...values,
    },
  };
}

/** An operation that stores something, in a situation in which it would succeed. */
export interface Write {
  operation: string;
  /** Which hooks see it. */
  event: "Create" | "Update";
  prepare: (service: Service) => Promise<Call>;
  /** What marks its success. */
  success: (answer: Answer) => unknown;
}

const signedUp = ({ body }: Answer) => body.meta?.data.status;

export const WRITES: Write[] = [
  {
    operation: "wechatLogin",
    event: "Create",
    prepare: async (service) => loginCall(service),
    success: signedUp,
  },
  {
    operation: "platformRegister",
    event: "Create",
    prepare: async () => ({ body: registration() }),
    success: signedUp,
  },
  {
    operation: "wechatProfile",
    event: "Update",
    prepare: async (service) => profileCall(service, (await service.wechatUser()).token),
    success: ({ body }) => body.data.status,
  },
  {
    operation: "wechatAvatar",
    event: "Update",
    prepare: async (service) => ({ token: (await service.wechatUser()).token, body: avatarForm() }),
    success: ({ body }) => /^http/.test(body.data.users_picture),
  },
];

/** All that is stored about users, for a comparison before and after. */
export const storedUsers = (service: Service) =>
  service.admin.sql(`SELECT * FROM tbl_auth_users ORDER BY id`);
