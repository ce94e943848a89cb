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

/** The most frequent first. */
const OPERATIONS: { [operation: string]: string } = {
  wechatLogin: "微信登录",
  platformLogin: "手机号登录",
  platformRegister: "注册",
  wechatProfile: "完善资料",
  refreshToken: "续期",
  wechatAvatar: "上传头像",
  scanStart: "获取登录码",
  scanOpen: "扫登录码",
  scanConfirm: "确认扫码登录",
  scanLogin: "扫码登录",
  linkWechat: "绑定微信",
  unlinkWechat: "解绑微信",
  changePassword: "修改密码",
  resetPassword: "重设密码",
  revokeTokens: "退出所有设备",
  closeAccount: "注销账号",
  joinUsers: "合并记录",
  "auth-with-password": "密码登录（PocketBase）",
};

export const KNOWN_OPERATIONS = Object.keys(OPERATIONS);

export const operationWords = (operation: string) => OPERATIONS[operation] ?? operation;

const OUTCOMES: { [outcome: string]: string } = {
  login_success: "登录成功",
  register_success: "新用户注册成功",
  token_renewed: "已续期",
  token_issued: "已续期（凭微信）",
  linked: "已绑定微信",
  already_linked: "之前就已绑定",
  merged: "已绑定，并入另一个账号",
  unlinked: "已解绑微信",
  password_changed: "密码已修改",
  password_reset: "密码已重设",
  tokens_revoked: "已退出所有设备",
  closed: "账号已注销",
  joined: "两条记录已合并",
  scan_started: "已发出登录码",
  scanned: "已扫码",
  confirmed: "已确认",
  refused: "已拒绝",
  success: "成功",
};

export const outcomeWords = (outcome: string) => OUTCOMES[outcome] ?? outcome;
