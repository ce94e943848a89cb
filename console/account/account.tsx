/**
 * The account part of the page: the forms, or the signed-in user.
 * @module
 */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { ActionButton } from "../components/action-button.tsx";
import { Notice, NoticeModel } from "../components/notice.tsx";
import type { Failure } from "../service/result.ts";
import { ChangePicture } from "./change-picture.tsx";
import { Profile } from "./profile.tsx";
import { Safety } from "./safety.tsx";
import { restoreSession, type Session, session, signOut } from "./session.ts";
import { SignIn } from "./sign-in.tsx";
import { TokenPanel } from "./token-panel.tsx";

export function Account() {
  const now = session.value;
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (now.led) title.current?.focus();
  }, [now]);
  return (
    <section id="account" class="card account" aria-labelledby="account-title" tabIndex={-1}>
      <div class="card-head">
        <h2 id="account-title" tabIndex={-1} ref={title}>
          {now.kind === "signed_out" ? "平台账号" : "当前账号"}
        </h2>
        {(now.kind === "signed_in" || now.kind === "unrestored") && (
          <button type="button" class="quiet" onClick={signOut}>
            退出登录
          </button>
        )}
      </div>
      {content(now)}
    </section>
  );
}

function content(now: Session): ComponentChildren {
  switch (now.kind) {
    case "signed_out":
      return <SignIn ended={now.ended} />;
    case "restoring":
      return <p class="muted">正在恢复登录…</p>;
    case "unrestored":
      return <Unrestored failure={now.failure} />;
    case "signed_in":
      return (
        <>
          {now.warning !== null && (
            <div class="notice" data-tone="warn">
              <p>{now.warning}</p>
            </div>
          )}
          <Profile user={now.user} linked={now.linked} />
          <ChangePicture />
          <Safety key={now.token} user={now.user} linked={now.linked} token={now.token} />
          <TokenPanel token={now.token} />
        </>
      );
  }
}

/** Tries again by itself as soon as the service answers. */
function Unrestored({ failure }: { failure: Failure }) {
  const notice = useMemo(() => {
    const model = new NoticeModel();
    model.showFailure(failure);
    return model;
  }, [failure]);
  const over = notice.over.value;
  useLayoutEffect(() => {
    if (over === null) return;
    // The focus follows only whoever waits here.
    void restoreSession(document.getElementById("account")?.contains(document.activeElement));
  }, [over]);
  return (
    <>
      <Notice model={notice} />
      <div class="buttons">
        <ActionButton tone="primary" label="重试" busyLabel="正在重试…" action={() => restoreSession(true)} />
      </div>
    </>
  );
}
