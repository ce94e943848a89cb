/**
 * Compiled, never run: what an app's code may and may not write against the shipped declarations.
 * @module
 */
import { createClient, type Session, type User, WechatAuthError } from "../dist/index";

interface Post {
  id: string;
  title: string;
}

export async function allowed(): Promise<unknown[]> {
  const client = createClient({ baseURL: "https://example.com" });
  const session: Session = await client.ensureLogin();
  const answer = await client.login();
  const status: "register_success" | "login_success" = answer.meta.data.status;
  const total: number = (await client.request("/api/system/users-count", { method: "POST" })).data
    .total_users;
  const token: string = (await client.request("/api/system/refresh-token", { method: "POST" })).data.token;
  const body = { users_phone: "13800138000", password: "correct-horse-8" };
  const user: User = (await client.request("/api/platform/login", { body })).meta.data.user;
  const post: Post = await client.request<Post>("/api/collections/posts/records/1");
  const unknown: unknown = await client.request("/api/collections/posts/records");
  const picture: string = await client.uploadAvatar("wxfile://tmp_1.jpg");
  const saved: User = await client.updateProfile({
    users_name: "小明",
    users_phone_code: "code",
    users_picture: picture,
  });
  const claimed: User = await client.updateProfile({
    users_name: "小明",
    users_phone_code: "code",
    users_picture: picture,
    phone_conflict: "claim",
  });
  return [session.user.users_name, status, total, token, user, post, unknown, saved, claimed];
}

export async function accountsAllowed(): Promise<unknown[]> {
  const client = createClient({ baseURL: "https://example.com", onWait: (seconds: number) => void seconds });
  const outcome: "linked" | "already_linked" | "merged" = (await client.linkWechat({ merge: true })).status;
  const { token, user } = await client.unlinkWechat();
  const openid: string = user.wx_openid;
  const passwords = { password: "battery-staple-9", passwordConfirm: "battery-staple-9" };
  await client.platform.changePassword({ password_old: "correct-horse-8", ...passwords });
  await client.platform.resetPassword({ users_phone_code: "code", ...passwords });
  client.logout();
  const everywhere: Promise<void> = client.logout({ everywhere: true });
  await client.closeAccount();
  await client.closeAccount({ password: "battery-staple-9" });
  return [outcome, token, openid, everywhere];
}

export async function scanAllowed(query: { scene?: string; q?: string }): Promise<unknown[]> {
  const { scan } = createClient({ baseURL: "https://example.com" });
  const ticket: string | null = scan.ticketOf(query);
  if (ticket === null) return [];
  const { check_code, origin } = await scan.open(ticket);
  const texts: string[] = [check_code, origin.user_agent, origin.address, origin.time];
  const outcome: "confirmed" | "refused" = (await scan.confirm(ticket, true)).status;
  // @ts-expect-error a decision has to be said
  await scan.confirm(ticket);
  return [texts, outcome];
}

export async function refused(): Promise<void> {
  const client = createClient({ baseURL: "https://example.com" });
  // @ts-expect-error baseURL is required
  createClient({});
  // @ts-expect-error the contract knows POST alone, and nothing else says so here
  await client.request("/api/system/users-count");
  // @ts-expect-error a password is missing
  await client.request("/api/platform/login", { body: { users_phone: "13800138000" } });
  // @ts-expect-error mini-programs have no PATCH
  await client.request("/api/collections/posts/records/1", { method: "PATCH" });
  // @ts-expect-error the phone code is missing
  await client.updateProfile({ users_name: "小明", users_picture: "https://example.com/1.png" });
  // @ts-expect-error the code is the client's to add
  await client.linkWechat({ users_wx_code: "code" });
  const profile = {
    users_name: "小明",
    users_phone_code: "code",
    users_picture: "https://example.com/1.png",
  };
  // @ts-expect-error there is one way to settle a held phone number
  await client.updateProfile({ ...profile, phone_conflict: "take" });
  // @ts-expect-error the session may be absent
  const token: string = client.session.token;
  // @ts-expect-error the session is not the caller's to change
  (await client.ensureLogin()).token = token;
}

export function reasonOf(error: unknown): string {
  if (!(error instanceof WechatAuthError)) return "";
  switch (error.reason) {
    case "phone_taken":
      return error.fields.users_phone ?? error.message;
    case "rate_limited":
      return `${error.retryAfter ?? 60} s`;
    default:
      return error.reason;
  }
}
