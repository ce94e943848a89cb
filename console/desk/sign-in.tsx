/**
 * The way to the desk.
 * @module
 */
import { useMemo } from "preact/hooks";
import { Form, FormModel } from "../components/form.tsx";
import { Notice, NoticeModel } from "../components/notice.tsx";
import type { Words } from "../words/failures.ts";
import { confirm, type DeskSession, proceed, signIn, signOut } from "./session.ts";

/** @param props.ended how the last session ended, if it did not by the person's own act */
export function SignIn({ ended }: { ended: Words | null }) {
  const { notice, form } = useMemo(() => {
    const notice = new NoticeModel();
    if (ended) notice.show(ended);
    const form = new FormModel({
      id: "desk",
      fields: {
        email: { label: "邮箱", type: "email", autocomplete: "username", hint: "PocketBase 超级用户的邮箱" },
        password: { label: "密码", type: "password", autocomplete: "current-password" },
      },
      submit: "登录",
      busy: "正在登录…",
      send: ({ email = "", password = "" }) => signIn(email.trim(), password),
      done: proceed,
    });
    return { notice, form };
  }, [ended]);
  return (
    <section class="card account" id="desk-sign-in" aria-labelledby="desk-sign-in-title">
      <h2 id="desk-sign-in-title">管理员登录</h2>
      <Notice model={notice} />
      <Form model={form} />
      <p class="way-out">登录只在本页有效：刷新或关闭页面后需要重新登录。</p>
    </section>
  );
}

export function SecondFactor({ step }: { step: Extract<DeskSession, { kind: "second_factor" }> }) {
  const form = useMemo(
    () =>
      new FormModel({
        id: "desk",
        fields: {
          code: {
            label: "验证码",
            autocomplete: "one-time-code",
            hint: `已发送到 ${step.email}，请查收邮件`,
          },
        },
        submit: "确认",
        busy: "正在确认…",
        send: ({ code = "" }) => confirm(step, code.trim()),
        done: proceed,
      }),
    [step],
  );
  return (
    <section class="card account" id="desk-sign-in" aria-labelledby="desk-sign-in-title">
      <h2 id="desk-sign-in-title">第二步验证</h2>
      <Form model={form} />
      <button type="button" class="quiet" onClick={() => signOut()}>
        重新开始
      </button>
    </section>
  );
}
