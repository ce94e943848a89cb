/**
 * A person's WeChat account as WeChat names it to us.
 * @module
 */

/** What a login code stands for; WeChat vouches for it. */
export interface WechatAccount {
  /** The mini-program. */
  appid: string;
  /** The person in this mini-program. */
  openid: string;
  /** The person in all mini-programs of one Open Platform account; "" where WeChat gives none. */
  unionid: string;
}

/** By what an account is found. */
export type AccountKey = Pick<WechatAccount, "appid" | "openid">;
