/**
 * The ways in: phone and password, the phone that scans, or a new account.
 * @module
 */
import { signal, useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { components } from "../../src/generated/api.d.ts";
import { Form, FormModel } from "../components/form.tsx";
import { Notice, NoticeModel } from "../components/notice.tsx";
import { PictureChooser, PictureModel } from "../components/picture-chooser.tsx";
import { Tabs } from "../components/tabs.tsx";
import { platformLogin } from "../service/operations.ts";
import type { Words } from "../words/failures.ts";
import { loginFields, registerFields } from "./fields.ts";
import { registerWithPicture, STAND_IN } from "./registration.ts";
import { ScanSignIn } from "./scan.tsx";
import { signIn } from "./session.ts";
import { checkService } from "./status.tsx";

type Schemas = components["schemas"];

/** The way in that shows. */
export const way = signal("login");

/** A locked account is one phone's; another may go on. */
const waitsFor = { too_many_attempts: "users_phone" };

function loginForm() {
  return new FormModel({
    id: "login",
    fields: loginFields,
    submit: "登录",
    busy: "正在登录…",
    waitsFor,
    send: (values) => platformLogin(values as Schemas["PlatformLoginRequest"]),
    done: (answer) => signIn(answer),
  });
}

function registerForm(picture: PictureModel) {
  return new FormModel({
    id: "register",
    fields: registerFields,
    submit: "注册并登录",
    busy: "正在注册…",
    send: (values) =>
      registerWithPicture(
        values as unknown as Schemas["PlatformRegisterRequest"],
        picture.picture.peek()?.blob ?? null,
      ),
    done: ({ answer, warning }) => {
      signIn(answer, warning);
      way.value = "login";
      void checkService();
    },
  });
}

/** @param props.ended how the last session ended, if it did not by the person's own act */
export function SignIn({ ended }: { ended: Words | null }) {
  const { notice, picture, login, register } = useMemo(() => {
    const notice = new NoticeModel();
    if (ended) notice.show(ended);
    const picture = new PictureModel();
    return { notice, picture, login: loginForm(), register: registerForm(picture) };
  }, [ended]);
  // A password in clear must not wait behind a tab for whoever opens it.
  useSignalEffect(() => {
    void way.value;
    login.conceal();
    register.conceal();
  });
  return (
    <>
      <Notice model={notice} />
      <Tabs
        label="登录或注册"
        selected={way}
        tabs={[
          {
            id: "login",
            label: "登录",
            content: (
              <>
                <Form model={login} />
                <p class="way-out">忘记密码？在小程序里验证手机号可以重设，或请管理员重设。</p>
              </>
            ),
          },
          {
            id: "register",
            label: "注册",
            content: (
              <Form model={register}>
                <PictureChooser
                  id="register-picture"
                  label="头像（选填）"
                  hint="JPG、PNG 或 WebP，过大的会自动缩小"
                  model={picture}
                  standIn={STAND_IN}
                />
              </Form>
            ),
          },
          { id: "scan", label: "扫码登录", content: <ScanSignIn active={way.value === "scan"} /> },
        ]}
      />
    </>
  );
}
