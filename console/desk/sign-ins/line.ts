/**
 * One line of the log about a sign-in (src/pocketbase/log.ts writes them).
 * @module
 */
import type { LogModel } from "pocketbase";

export interface Line {
  id: string;
  created: string;
  operation: string;
  /** `failure`, or what a success was. */
  outcome: string;
  /** Why it was refused; empty where it was not. */
  reason: string;
  status: number | null;
  /** Empty where nobody was found. */
  person: string;
  /** Masked. */
  phone: string;
  /** Names of refused fields. */
  fields: string;
  errcode: number | null;
  rid: string;
  /** The address that WeChat's white list lacks. */
  address: string;
  cause: string;
  ip: string;
  duration: number | null;
  wechatMs: number | null;
}

export function lineOf({ id, created, data }: LogModel): Line {
  const text = (name: string) => (typeof data[name] === "string" ? (data[name] as string) : "");
  const number = (name: string) => (typeof data[name] === "number" ? (data[name] as number) : null);
  return {
    id,
    created,
    operation: text("operation"),
    outcome: text("outcome"),
    reason: text("reason"),
    status: number("status"),
    person: text("record_id"),
    phone: text("phone"),
    fields: text("fields"),
    errcode: number("errcode"),
    rid: text("rid"),
    address: text("address"),
    cause: text("cause"),
    ip: text("user_ip"),
    duration: number("duration_ms"),
    wechatMs: number("wechat_ms"),
  };
}

const OPERATIONS: { [operation: string]: string } = {
  wechatLogin: "微信登录",
  wechatProfile: "完善资料",
  wechatAvatar: "上传头像",
  platformLogin: "手机号登录",
  platformRegister: "注册",
  refreshToken: "续期",
  "auth-with-password": "密码登录（PocketBase）",
};

export const operationWords = (operation: string) => OPERATIONS[operation] ?? operation;

const OUTCOMES: { [outcome: string]: string } = {
  login_success: "登录成功",
  register_success: "新用户注册成功",
  token_renewed: "已续期",
  token_issued: "已续期（凭微信）",
  success: "成功",
};

export const outcomeWords = (outcome: string) => OUTCOMES[outcome] ?? outcome;
