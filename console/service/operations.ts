/**
 * The operations that the pages call, typed by the contract.
 * @module
 */
import type { components } from "../../src/generated/api.d.ts";
import { call, plain } from "./call.ts";
import type { Result } from "./result.ts";

type Schemas = components["schemas"];

const silent = true;

export const health = () => plain<Schemas["HealthData"]>("/api/system/health", { silent });
export const helloWorld = () => plain<Schemas["HelloWorldData"]>("/api/system/test-helloworld", { silent });
export const usersCount = () => plain<Schemas["UsersCountData"]>("/api/system/users-count", { silent });

export const platformRegister = (body: Schemas["PlatformRegisterRequest"]) =>
  call<Schemas["AuthAnswer"]>("POST", "/api/platform/register", { body });
export const platformLogin = (body: Schemas["PlatformLoginRequest"]) =>
  call<Schemas["AuthAnswer"]>("POST", "/api/platform/login", { body });
export const refreshToken = (token: string) =>
  plain<Schemas["RefreshTokenData"]>("/api/system/refresh-token", { token });

/** @param token a superuser's */
export const doctor = (token: string) => plain<Schemas["DoctorData"]>("/api/system/doctor", { token });

/** The token's own record, through PocketBase's own route: no operation of the contract only reads a user. */
export const ownRecord = (token: string, id: string) =>
  call<Schemas["UserRecord"]>("GET", `/api/collections/tbl_auth_users/records/${encodeURIComponent(id)}`, {
    token,
  });

/** Stores a picture with the token's user. */
export function uploadAvatar(token: string, file: Blob): Promise<Result<Schemas["WechatAvatarData"]>> {
  const body = new FormData();
  body.append("file", file, "avatar");
  return plain("/api/wechat/avatar", { token, body });
}

/** @returns a token in the place of the one that has ended */
export const changePassword = (token: string, body: Schemas["ChangePasswordRequest"]) =>
  plain<Schemas["ChangePasswordData"]>("/api/platform/change-password", { token, body });
/** @returns a token in the place of the one that has ended */
export const unlinkWechat = (token: string) =>
  plain<Schemas["UnlinkWechatData"]>("/api/account/unlink-wechat", { token, body: {} });
export const revokeTokens = (token: string) =>
  plain<Schemas["RevokeTokensData"]>("/api/account/revoke-tokens", { token });
export const closeAccount = (token: string, body: Schemas["CloseAccountRequest"]) =>
  plain<Schemas["CloseAccountData"]>("/api/account/close", { token, body });
