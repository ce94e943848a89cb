/**
 * Everything a caller sees. The build puts this file, with the generated contract types, into dist/index.d.ts.
 * @module
 */
import type { components, ContractPaths } from "./generated/contract.d.ts";

/** A user as the service shows it. */
export type User = components["schemas"]["User"];
/** PocketBase's own sign-in answer: `token`, `record`, `meta`. */
export type AuthAnswer = components["schemas"]["AuthAnswer"];
/** Body of `updateProfile`. */
export type Profile = components["schemas"]["WechatProfileRequest"];
/** Body of `platform.register`. */
export type PlatformRegistration = components["schemas"]["PlatformRegisterRequest"];
/** Body of `platform.login`. */
export type PlatformCredentials = components["schemas"]["PlatformLoginRequest"];

/** Reasons that come from the service, as openapi.yaml lists them. */
export type ServerReason = components["schemas"]["Reason"];
/**
 * Reasons that come from the client itself; `status` is then 0, unless the service answered without a reason.
 *
 * - `network_error`: no answer came (offline, domain not on the white list, file not readable …); see `detail`
 * - `timeout`: no answer came in time
 * - `wx_login_failed`: `wx.login` gave no code, or there is no `wx.login` here
 * - `login_required`: nobody is signed in and no code can be had (H5, Node), or a platform session has ended
 * - `session_changed`: somebody signed out, or in as somebody else, while the call was under way; its result was dropped
 * - `http_error`: the service or something in front of it answered with an error that carries no reason
 * - `invalid_response`: a success that is not what the service answers, such as a Wi-Fi sign-in page
 * - `invalid_argument`: wrong use of this client; `fields` names the argument
 */
export type LocalReason =
  | "network_error"
  | "timeout"
  | "wx_login_failed"
  | "login_required"
  | "session_changed"
  | "http_error"
  | "invalid_response"
  | "invalid_argument";
/** Known reasons complete in an editor; a reason that a newer service invents is kept as it is. */
export type Reason = ServerReason | LocalReason | (string & Record<never, never>);

/** Who is signed in. */
export interface Session {
  readonly token: string;
  /** When the token was received, in milliseconds since 1970 by this device's clock. */
  readonly receivedAt: number;
  /** When it ends, by the same clock, right or wrong; null when that cannot be told. */
  readonly expiresAt: number | null;
  /** As the service last told it: at sign-in or after `updateProfile`. */
  readonly user: User;
  /** Whether name, phone and picture are all filled. */
  readonly isInfoComplete: boolean;
}

/** PATCH does not exist in mini-programs. */
export type Method = "GET" | "POST" | "PUT" | "DELETE" | "HEAD" | "OPTIONS";

export interface CallOptions {
  /** Milliseconds from when the call goes out. Default: that of the client; 60,000 for uploads. */
  timeout?: number;
}

export interface RequestOptions extends CallOptions {
  /** Default: POST with a body, GET without. */
  method?: Method;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** False sends no token and needs no sign-in. Default: true. */
  auth?: boolean;
}

/** Paths of openapi.yaml that take and answer JSON. */
export type ContractPath = keyof ContractPaths;
export type BodyOf<P extends ContractPath> = ContractPaths[P]["body"];
export type AnswerOf<P extends ContractPath> = ContractPaths[P]["answer"];
/** The contract knows POST alone, so it has to be said where no body says it. */
export type ContractOptions<P extends ContractPath> = Omit<RequestOptions, "method" | "body"> &
  (undefined extends BodyOf<P> ? { method: "POST"; body?: BodyOf<P> } : { method?: "POST"; body: BodyOf<P> });

type DataOf<P extends ContractPath> = Extract<AnswerOf<P>, { data: object }>["data"];
/** Body of `linkWechat`, but for the code, which the client adds. */
export type LinkOptions = Omit<BodyOf<"/api/account/link-wechat">, "users_wx_code">;
/** `linked`, `already_linked` or `merged`, and the user. */
export type LinkAnswer = DataOf<"/api/account/link-wechat">;
/** The user, and the token that holds from now on; the client has taken both. */
export type UnlinkAnswer = DataOf<"/api/account/unlink-wechat">;
/** The token that holds from now on; the client has taken it. */
export type PasswordChangeAnswer = DataOf<"/api/platform/change-password">;
/** Body of `platform.changePassword`. */
export type PasswordChange = BodyOf<"/api/platform/change-password">;
/** Body of `platform.resetPassword`. */
export type PasswordReset = BodyOf<"/api/platform/reset-password">;
export type PasswordResetAnswer = DataOf<"/api/platform/reset-password">;
/** The two digits that the computer shows as well, and who asks. */
export type ScanRequest = DataOf<"/api/wechat/scan-open">;
/** `confirmed` or `refused`. */
export type ScanDecision = DataOf<"/api/wechat/scan-confirm">;
/** What a page's `onLoad` gets of a scanned code. */
export interface ScanQuery {
  /** Of a mini-program code. */
  scene?: string;
  /** Of an ordinary link (扫普通链接二维码), encoded. */
  q?: string;
}
/** Whose phone number it is, in `data.holder` of the error `phone_taken`: enough to ask “is this you?”. */
export type PhoneHolder = components["schemas"]["PhoneHolder"];

/** A file in a browser or in Node: `File` and `Blob` both fit. */
export interface BlobLike {
  readonly size: number;
  readonly type: string;
}

/** As `wx.request` takes it. */
export interface TransportRequest {
  url: string;
  method: Method;
  header: Record<string, string>;
  /** JSON text; undefined when there is no body. */
  data: string | undefined;
  /** Milliseconds. */
  timeout: number;
}

/** As `wx.uploadFile` takes it, but for the file that a browser or Node has in place of a path. */
export interface TransportUpload {
  url: string;
  header: Record<string, string>;
  /** Name of the form field. */
  name: string;
  filePath: string | BlobLike;
  /** Milliseconds. */
  timeout: number;
}

/** As `success` callbacks get it. */
export interface TransportAnswer {
  statusCode: number;
  /** Names in any case. `date` and `retry-after` are read. `wx.uploadFile` gives none. */
  header?: Record<string, string>;
  /** The body: parsed, or still text. */
  data: unknown;
}

/** How calls travel. An answer of any status resolves; rejecting means that no answer came. */
export interface Transport {
  request(request: TransportRequest): Promise<TransportAnswer>;
  upload(upload: TransportUpload): Promise<TransportAnswer>;
}

/** Where the session is kept: a part of Web Storage. Every function may throw, the client then goes on in memory. */
export interface SessionStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface ClientOptions {
  /** Where the service is, with its prefix if it has one: `https://example.com` or `https://example.com/pb`. */
  baseURL: string;
  /** Milliseconds that a call may take. Default: 20,000. */
  timeout?: number;
  /**
   * A token is renewed when it has fewer seconds than this to live.
   * Default: the last quarter of its life, and no more than a day.
   */
  renewWithin?: number;
  /** Default: the mini-program's storage, or localStorage; where there is none, memory. */
  storage?: SessionStorage;
  /** Default: one per `baseURL`. */
  storageKey?: string;
  /** Milliseconds since 1970. Default: `Date.now`. */
  clock?: () => number;
  /** Default: `wx.request` and `wx.uploadFile`, or `fetch`. */
  transport?: Transport;
  /** Gives a fresh sign-in code. Default: `wx.login`; where there is none, only platform users can sign in. */
  loginCode?: () => Promise<string>;
  /** Told how many seconds a sign-in waits because the service is busy; it goes on by itself. */
  onWait?: (seconds: number) => void;
}

/** One per app: calls that share a client share their flights. */
export interface Client {
  /** Who is signed in, without asking anybody; null when nobody is. The token in it may have ended. */
  readonly session: Session | null;
  /**
   * Signs in through `wx.login`, and registers a new user. Calls that meet share one flight. While the service is busy
   * it waits as long as it is told, up to two minutes each time; see `onWait`.
   * @throws WechatAuthError
   */
  login(): Promise<AuthAnswer>;
  /**
   * The session, with as little network as it takes: a token that is still good is used as it is, one near its end is
   * renewed, one that has ended is renewed through a new code, and without any of that `login` runs. Whatever this
   * device's clock says, a renewal that worked is not followed by another within a minute.
   * @throws WechatAuthError
   */
  ensureLogin(): Promise<Session>;
  /**
   * Renews the token now.
   * @throws WechatAuthError
   */
  refresh(): Promise<Session>;
  /** Forgets the session on this device. The service keeps no sessions, so there is nothing to tell it. */
  logout(options?: { everywhere?: false }): void;
  /**
   * Ends all tokens of the user, on every device, and forgets the session here.
   * @throws WechatAuthError, and the session stays
   */
  logout(options: { everywhere: true }): Promise<void>;
  /**
   * Calls the service as the signed-in user; signs in first where needed. On 401 the token is renewed once and the call
   * repeated once. Answers the parsed body, null when there is none.
   * @throws WechatAuthError
   */
  request<P extends ContractPath>(path: P, options: ContractOptions<P>): Promise<AnswerOf<P>>;
  request<T = unknown, P extends string = string>(
    path: P extends ContractPath ? never : P,
    options?: RequestOptions,
  ): Promise<T>;
  /**
   * Uploads what `chooseAvatar` chose (or a `File` in a browser) and answers its address, for `users_picture`. Uploads
   * go out one after the other; the service keeps the last.
   * @throws WechatAuthError
   */
  uploadAvatar(file: string | BlobLike, options?: CallOptions): Promise<string>;
  /**
   * Saves name, picture and the phone number behind a `getPhoneNumber` code. Where the answer is lost the same request
   * goes out again; the operator pays for the code once.
   *
   * A number that another account holds is `phone_taken`, with `data.holder` for the app to ask its user: the account is
   * theirs (`platform.login`, then `linkWechat`), or it is not (the same profile, same code, with
   * `phone_conflict: "claim"`: the number moves here).
   * @throws WechatAuthError
   */
  updateProfile(profile: Profile): Promise<User>;
  /**
   * Links the WeChat account of this phone to the signed-in user; signing in through WeChat is then signing in as them.
   * A guest that WeChat had by itself is absorbed; anybody else is `wechat_linked_elsewhere`, unless `merge` says so.
   * @throws WechatAuthError
   */
  linkWechat(options?: LinkOptions): Promise<LinkAnswer>;
  /**
   * Unlinks it. All tokens of the user end but the new one, which the session takes.
   * @throws WechatAuthError
   */
  unlinkWechat(): Promise<UnlinkAnswer>;
  /**
   * Closes the account (注销) and forgets the session; ask the user first. The proof that it is them is a fresh code of
   * this phone's WeChat, or their password.
   * @throws WechatAuthError `close_refused` with words for the user when the operator keeps the account
   */
  closeAccount(proof?: { password?: string }): Promise<void>;
  /** Signing a computer in that shows a code (扫码登录). */
  readonly scan: {
    /** The ticket in what the page was opened with; null when there is none. Asks nobody. */
    ticketOf(query: ScanQuery): string | null;
    /**
     * Takes the ticket for the signed-in user, and tells which computer asks; signs in first where needed. Show all of
     * it: the user confirms only when the digits on both screens are the same.
     * @throws WechatAuthError `ticket_not_found`: expired or used; `ticket_taken`: somebody else has scanned it
     */
    open(ticket: string): Promise<ScanRequest>;
    /**
     * Lets the computer in, or not. The same decision may be sent again.
     * @throws WechatAuthError `ticket_not_found`; `ticket_taken`: not opened, or decided otherwise
     */
    confirm(ticket: string, approve: boolean): Promise<ScanDecision>;
  };
  /** Phone and password, for H5 and Node. */
  readonly platform: {
    /** @throws WechatAuthError */
    register(registration: PlatformRegistration): Promise<AuthAnswer>;
    /** @throws WechatAuthError */
    login(credentials: PlatformCredentials): Promise<AuthAnswer>;
    /**
     * Ends all tokens of the user but the new one, which the session takes.
     * @throws WechatAuthError
     */
    changePassword(change: PasswordChange): Promise<PasswordChangeAnswer>;
    /**
     * Sets a forgotten password by the phone number behind a `getPhoneNumber` code, and ends all tokens of its user.
     * Nobody is signed in by it. Where the answer is lost the same request goes out again.
     * @throws WechatAuthError
     */
    resetPassword(reset: PasswordReset): Promise<PasswordResetAnswer>;
  };
}
