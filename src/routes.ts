/**
 * The table of operations: who may call, what kind of event it is, and the function that runs.
 * Path, method and body come from openapi.yaml; the type makes the table exhaustive.
 * @module
 */
import type { OperationId } from "./contract.ts";
import type { Operation } from "./operation.ts";
import { health } from "./operations/health.ts";
import { helloWorld } from "./operations/helloWorld.ts";
import { platformLogin } from "./operations/platformLogin.ts";
import { platformRegister } from "./operations/platformRegister.ts";
import { refreshToken } from "./operations/refreshToken.ts";
import { usersCount } from "./operations/usersCount.ts";
import { wechatAvatar } from "./operations/wechatAvatar.ts";
import { wechatLogin } from "./operations/wechatLogin.ts";
import { wechatProfile } from "./operations/wechatProfile.ts";

export interface Route<Id extends OperationId> {
  /** `bearer`: 401 without a valid token. `optional`: a valid token makes the body irrelevant. */
  caller: "anyone" | "optional" | "bearer";
  /** Whether each call is one line in the log; otherwise only unexpected failures are. */
  logged: boolean;
  run: Operation<Id>;
}

export const routes: { readonly [Id in OperationId]: Route<Id> } = {
  helloWorld: { caller: "anyone", logged: false, run: helloWorld },
  health: { caller: "anyone", logged: false, run: health },
  usersCount: { caller: "anyone", logged: false, run: usersCount },
  refreshToken: { caller: "optional", logged: true, run: refreshToken },
  wechatLogin: { caller: "anyone", logged: true, run: wechatLogin },
  wechatAvatar: { caller: "bearer", logged: true, run: wechatAvatar },
  wechatProfile: { caller: "bearer", logged: true, run: wechatProfile },
  platformRegister: { caller: "anyone", logged: true, run: platformRegister },
  platformLogin: { caller: "anyone", logged: true, run: platformLogin },
};
