/**
 * Looking after one's account: another password, no other devices, and leaving.
 * @module
 */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { components } from "../../src/generated/api.d.ts";
import { ActionButton } from "../components/action-button.tsx";
import { Dialog } from "../components/dialog.tsx";
import { Form, FormModel } from "../components/form.tsx";
import { Notice, NoticeModel } from "../components/notice.tsx";
import { changePassword, closeAccount, revokeTokens } from "../service/operations.ts";
import { leave, replaceToken } from "./session.ts";

type Schemas = components["schemas"];

export function Safety({ user, token }: { user: Schemas["User"]; token: string }) {
  const closing = useSignal(false);
  // WeChat's users change and prove in the mini-program: they have no password here.
  const byPassword = user.users_idtype === "ManagePlatform";
  return (
    <section class="token" aria-labelledby="safety-title">
      <h3 id="safety-title">账号安全</h3>
      {byPassword && (
        <details class="fold">
          <summary>修改密码</summary>
          <NewPassword token={token} />
        </details>
      )}
      <SignOutEverywhere token={token} />
      {byPassword && (
        <div class="buttons">
          <button type="button" class="danger" onClick={() => (closing.value = true)}>
            注销账号
          </button>
        </div>
      )}
      {closing.value && <Closing token={token} close={() => (closing.value = false)} />}
    </section>
  );
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
        send: (values) => changePassword(token, values as unknown as Schemas["ChangePasswordRequest"]),
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
    const result = await revokeTokens(token);
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

function Closing({ token, close }: { token: string; close: () => void }) {
  const form = useMemo(
    () =>
      new FormModel({
        id: "close",
        fields: { password: { label: "密码", type: "password", autocomplete: "current-password" } },
        submit: "确认注销",
        busy: "正在注销…",
        send: ({ password = "" }) => closeAccount(token, { confirm: true, password }),
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
