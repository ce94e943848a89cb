/**
 * A new picture for the signed-in user: chosen, seen, then sent.
 * @module
 */
import { useMemo } from "preact/hooks";
import { ActionButton } from "../components/action-button.tsx";
import { announce } from "../components/announcer.tsx";
import { Notice, NoticeModel } from "../components/notice.tsx";
import { PictureChooser, PictureModel } from "../components/picture-chooser.tsx";
import { changePicture, session } from "./session.ts";

export function ChangePicture() {
  const { picture, notice } = useMemo(() => ({ picture: new PictureModel(), notice: new NoticeModel() }), []);
  const chosen = picture.picture.value;
  async function send(): Promise<void> {
    notice.clear();
    if (!chosen) return;
    const failure = await changePicture(chosen.blob);
    if (failure) return notice.showFailure(failure);
    picture.clear();
    document.getElementById("profile-picture")?.focus();
    const now = session.peek();
    announce(now.kind === "signed_in" && now.warning !== null ? now.warning : "头像已更换");
  }
  return (
    <details class="fold">
      <summary>更换头像</summary>
      <PictureChooser
        id="profile-picture"
        label="新头像"
        hint="JPG、PNG 或 WebP，过大的会自动缩小"
        model={picture}
      />
      {chosen && <ActionButton tone="primary" label="使用这张头像" busyLabel="正在上传…" action={send} />}
      <Notice model={notice} />
    </details>
  );
}
