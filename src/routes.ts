/**
 * The table of operations, one line each: who may call, what kind of event it is, and the function that runs.
 * Path, method and body come from openapi.yaml; each line bears the name of its operation there.
 * @module
 */
import type { OperationId } from "./contract.ts";
import type { Operation } from "./operation.ts";
import { linkWechat as runLinkWechat } from "./operations/account/linkWechat.ts";
import { revokeTokens as runRevokeTokens } from "./operations/account/revokeTokens.ts";
import { closeAccount as runCloseAccount } from "./operations/account/closeAccount.ts";
import { changePassword as runChangePassword } from "./operations/platform/changePassword.ts";
import { resetPassword as runResetPassword } from "./operations/platform/resetPassword.ts";
import { scanLogin as runScanLogin } from "./operations/platform/scanLogin.ts";
import { scanStart as runScanStart } from "./operations/platform/scanStart.ts";
import { scanStatus as runScanStatus } from "./operations/platform/scanStatus.ts";
import { unlinkWechat as runUnlinkWechat } from "./operations/account/unlinkWechat.ts";
import { doctor as runDoctor } from "./operations/system/doctor.ts";
import { health as runHealth } from "./operations/system/health.ts";
import { joinUsers as runJoinUsers } from "./operations/system/joinUsers.ts";
import { helloWorld as runHelloWorld } from "./operations/system/helloWorld.ts";
import { platformLogin as runPlatformLogin } from "./operations/platform/platformLogin.ts";
import { platformRegister as runPlatformRegister } from "./operations/platform/platformRegister.ts";
import { refreshToken as runRefreshToken } from "./operations/system/refreshToken.ts";
import { usersCount as runUsersCount } from "./operations/system/usersCount.ts";
import { scanConfirm as runScanConfirm } from "./operations/wechat/scanConfirm.ts";
import { scanOpen as runScanOpen } from "./operations/wechat/scanOpen.ts";
import { wechatAvatar as runWechatAvatar } from "./operations/wechat/wechatAvatar.ts";
import { wechatLogin as runWechatLogin } from "./operations/wechat/wechatLogin.ts";
import { wechatProfile as runWechatProfile } from "./operations/wechat/wechatProfile.ts";

export interface Route<Id extends OperationId> {
  /**
   * `bearer`: 401 without a valid token. `optional`: a valid token makes the body irrelevant. `superuser`: 401 without
   * the token of one of PocketBase's superusers.
   */
  caller: "anyone" | "optional" | "bearer" | "superuser";
  /** Whether each call is one line in the log; otherwise only unexpected failures are. */
  logged: boolean;
  run: Operation<Id>;
}

export const helloWorld: Route<"helloWorld"> = { caller: "anyone", logged: false, run: runHelloWorld };
export const health: Route<"health"> = { caller: "anyone", logged: false, run: runHealth };
export const doctor: Route<"doctor"> = { caller: "superuser", logged: false, run: runDoctor };
export const usersCount: Route<"usersCount"> = { caller: "anyone", logged: false, run: runUsersCount };
export const joinUsers: Route<"joinUsers"> = { caller: "superuser", logged: true, run: runJoinUsers };
export const refreshToken: Route<"refreshToken"> = { caller: "optional", logged: true, run: runRefreshToken };
export const wechatLogin: Route<"wechatLogin"> = { caller: "anyone", logged: true, run: runWechatLogin };
export const wechatAvatar: Route<"wechatAvatar"> = { caller: "bearer", logged: true, run: runWechatAvatar };
export const wechatProfile: Route<"wechatProfile"> = {
  caller: "bearer",
  logged: true,
  run: runWechatProfile,
};
export const platformRegister: Route<"platformRegister"> = {
  caller: "anyone",
  logged: true,
  run: runPlatformRegister,
};
export const platformLogin: Route<"platformLogin"> = {
  caller: "anyone",
  logged: true,
  run: runPlatformLogin,
};
export const linkWechat: Route<"linkWechat"> = { caller: "bearer", logged: true, run: runLinkWechat };
export const unlinkWechat: Route<"unlinkWechat"> = { caller: "bearer", logged: true, run: runUnlinkWechat };
export const revokeTokens: Route<"revokeTokens"> = { caller: "bearer", logged: true, run: runRevokeTokens };
export const closeAccount: Route<"closeAccount"> = { caller: "bearer", logged: true, run: runCloseAccount };
export const changePassword: Route<"changePassword"> = {
  caller: "bearer",
  logged: true,
  run: runChangePassword,
};
export const resetPassword: Route<"resetPassword"> = {
  caller: "anyone",
  logged: true,
  run: runResetPassword,
};
export const scanStart: Route<"scanStart"> = { caller: "anyone", logged: true, run: runScanStart };
/** Not logged: a page asks every other second. */
export const scanStatus: Route<"scanStatus"> = { caller: "anyone", logged: false, run: runScanStatus };
export const scanLogin: Route<"scanLogin"> = { caller: "anyone", logged: true, run: runScanLogin };
export const scanOpen: Route<"scanOpen"> = { caller: "bearer", logged: true, run: runScanOpen };
export const scanConfirm: Route<"scanConfirm"> = { caller: "bearer", logged: true, run: runScanConfirm };
