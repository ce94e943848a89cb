/**
 * The question before something is done to a person's record.
 * @module
 */
import { useMemo } from "preact/hooks";
import { ActionButton } from "../../components/action-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Field, FieldModel } from "../../components/field.tsx";
import { Notice, NoticeModel } from "../../components/notice.tsx";
import { fieldMessages } from "../../words/failures.ts";
import type { Deed } from "./deeds.ts";

/** Without what is easily mistaken when it is read aloud. */
const PASSWORD_CHARACTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const PASSWORD_LENGTH = 12;

interface DeedDialogProps {
  deed: Deed;
  close: () => void;
  done: () => void;
}

export function DeedDialog({ deed, close, done }: DeedDialogProps) {
  const { notice, password } = useMemo(
    () => ({
      notice: new NoticeModel(),
      password: new FieldModel("deed-password", "password", {
        label: "新密码",
        type: "password",
        autocomplete: "new-password",
        hint: "8 到 71 个字符",
      }),
    }),
    [deed],
  );
  async function act(): Promise<void> {
    notice.clear();
    password.error.value = deed.asksPassword ? passwordMistake(password.value.peek()) : null;
    if (password.error.peek() !== null) return password.focus();
    const result = await deed.act(password.value.peek());
    if (result.ok) return done();
    const message = fieldMessages(result.failure).password;
    if (message !== undefined) password.showError(message);
    else notice.showFailure(result.failure);
  }
  return (
    <Dialog title={`${deed.label}？`} onClose={close}>
      <p>{deed.explanation}</p>
      {!deed.undo && !deed.asksPassword && <p class="muted">这一步不能撤销。</p>}
      {deed.asksPassword && (
        <>
          <Field model={password} />
          <button
            type="button"
            onClick={() => {
              password.change(randomPassword());
              password.revealed.value = true;
            }}
          >
            随机生成
          </button>
        </>
      )}
      <Notice model={notice} />
      <div class="buttons">
        <ActionButton
          tone={deed.danger ? "danger" : "primary"}
          label={deed.label}
          busyLabel="正在处理…"
          action={act}
        />
        <button type="button" onClick={close}>
          取消
        </button>
      </div>
    </Dialog>
  );
}

/** The bounds that the contract sets; PocketBase's own are wider. */
function passwordMistake(password: string): string | null {
  if (password.length < 8) return "至少 8 个字符";
  return new TextEncoder().encode(password).length > 71 ? "最多 71 个字符" : null;
}

function randomPassword(): string {
  const limit = 256 - (256 % PASSWORD_CHARACTERS.length);
  let password = "";
  while (password.length < PASSWORD_LENGTH)
    for (const byte of crypto.getRandomValues(new Uint8Array(32)))
      // The bytes beyond would make some characters likelier than others.
      if (byte < limit && password.length < PASSWORD_LENGTH)
        password += PASSWORD_CHARACTERS[byte % PASSWORD_CHARACTERS.length];
  return password;
}
