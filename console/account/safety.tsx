/**
 * Looking after one's account: another password, WeChat, no other devices, and leaving.
 * @module
 */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { components } from "../../src/generated/api.d.ts";
import { ActionButton } from "../components/action-button.tsx";
import { Dialog } from "../components/dialog.tsx";
import { Form, FormModel } from "../components/form.tsx";
import { Notice, NoticeModel } from "../components/notice.tsx";
import { changePassword, closeAccount, revokeTokens, unlinkWechat } from "../service/operations.ts";
import { inSession, leave, replaceToken } from "./session.ts";

type Schemas = components["schemas"];

interface SafetyProps {
  user: Schemas["User"];
  /** Whether WeChat opens this account too; null where nobody said. */
  linked: boolean | null;
  token: string;
}

export function Safety({ user, linked, token }: SafetyProps) {
  const asking = useSignal<"unlink" | "close" | null>(null);
  const done = () => (asking.value = null);
  // WeChat's users prove who they are in the mini-program: they have no password here, and no other way in.
  const byPassword = user.users_idtype === "ManagePlatform";
  const advice = adviceWords(byPassword, user, linked);
  return (
    <section class="token" aria-labelledby="safety-title">
      <h3 id="safety-title">账号安全</h3>
      {byPassword && (
        <details class="fold">
          <summary>修改密码</summary>
          <NewPassword token={token} />
        </details>
      )}
      {advice !== "" && <p class="muted">{advice}</p>}
      <SignOutEverywhere token={token} />
      {byPassword && (
        <div class="buttons">
          {linked && (
            <button type="button" onClick={() => (asking.value = "unlink")}>
              解除微信绑定
            </button>
          )}
          <button type="button" class="danger" onClick={() => (asking.value = "close")}>
            注销账号
          </button>
        </div>
      )}
      {asking.value === "unlink" && <Unlinking token={token} close={done} />}
      {asking.value === "close" && <Closing token={token} close={done} />}
    </section>
  );
}

/** What only the mini-program can do for this account. */
function adviceWords(byPassword: boolean, user: Schemas["User"], linked: boolean | null): string {
  if (!byPassword) return "解除微信绑定、注销账号，请在小程序里操作。";
  const verified = user.users_phone_verified ? "" : "在小程序里完善资料，号码就由微信验证。";
  return linked === false ? `${verified}在小程序里登录这个账号，可以绑定微信，以后不用输密码。` : verified;
}

function NewPassword({ token }: { token: string }) {
  const form = useMemo(
    () =>
      new FormModel({
        id: "change",
        fields: {
          password_old: { label: "旧密码", type: "password", autocomplete: "current-password" },
          password: {
            label: "新密码",
            type: "password",
            autocomplete: "new-password",
            hint: "8 到 71 个字符",
          },
          passwordConfirm: {
            label: "确认新密码",
            type: "password",
            autocomplete: "new-password",
            hint: "再输入一次",
          },
        },
        submit: "修改密码",
        busy: "正在修改…",
        send: (values) =>
          inSession(changePassword(token, values as unknown as Schemas["ChangePasswordRequest"])),
        done: (data) => replaceToken(data.token, "密码已修改，其他设备需要重新登录"),
      }),
    [token],
  );
  return <Form model={form} />;
}

function SignOutEverywhere({ token }: { token: string }) {
  const notice = useMemo(() => new NoticeModel(), []);
  async function signOut(): Promise<void> {
    notice.clear();
    const result = await inSession(revokeTokens(token));
    if (result.ok) leave("已在所有设备退出登录");
    else notice.showFailure(result.failure);
  }
  return (
    <>
      <div class="buttons">
        <ActionButton label="退出所有设备" busyLabel="正在退出…" action={signOut} />
      </div>
      <Notice model={notice} />
    </>
  );
}

function Unlinking({ token, close }: { token: string; close: () => void }) {
  const notice = useMemo(() => new NoticeModel(), []);
  async function unlink(): Promise<void> {
    notice.clear();
    const result = await inSession(unlinkWechat(token));
    if (result.ok) replaceToken(result.value.token, "微信已解绑，其他设备需要重新登录", { linked: false });
    else notice.showFailure(result.failure);
  }
  return (
    <Dialog title="解除微信绑定？" onClose={close}>
      <p>
        解除后，用这个微信打开小程序会得到一个新账号；这个账号仍可用手机号和密码登录。所有其他设备需要重新登录。
      </p>
      <Notice model={notice} />
      <div class="buttons">
        <ActionButton tone="primary" label="解除绑定" busyLabel="正在解除…" action={unlink} />
        <button type="button" onClick={close}>
          取消
        </button>
      </div>
    </Dialog>
  );
}

function Closing({ token, close }: { token: string; close: () => void }) {
  const form = useMemo(
    () =>
      new FormModel({
        id: "close",
        fields: { password: { label: "密码", type: "password", autocomplete: "current-password" } },
        submit: "确认注销",
        busy: "正在注销…",
        send: ({ password = "" }) => inSession(closeAccount(token, { confirm: true, password })),
        done: () => leave("账号已注销"),
      }),
    [token],
  );
  return (
    <Dialog title="注销账号？" onClose={close}>
      <p>
        注销后不能恢复：姓名、手机号、头像等个人信息会被清除，所有登录立即失效。请输入密码确认是本人操作。
      </p>
      <Form model={form} />
      <button type="button" onClick={close}>
        取消
      </button>
    </Dialog>
  );
}
