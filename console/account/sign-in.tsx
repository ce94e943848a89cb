/**
 * The two ways in: phone and password, or a new account.
 * @module
 */
import { useMemo } from "preact/hooks";
import type { components } from "../../src/generated/api.d.ts";
import { Form, FormModel } from "../components/form.tsx";
import { Notice, NoticeModel } from "../components/notice.tsx";
import { Tabs } from "../components/tabs.tsx";
import { platformLogin, platformRegister } from "../service/operations.ts";
import type { Words } from "../words/failures.ts";
import { loginFields, registerFields } from "./fields.ts";
import { signIn } from "./session.ts";
import { checkService } from "./status.tsx";

type Schemas = components["schemas"];

function loginForm() {
  return new FormModel({
    id: "login",
    fields: loginFields,
    submit: "登录",
    busy: "正在登录…",
    send: (values) => platformLogin(values as Schemas["PlatformLoginRequest"]),
    done: signIn,
  });
}

function registerForm() {
  return new FormModel({
    id: "register",
    fields: registerFields,
    submit: "注册并登录",
    busy: "正在注册…",
    send: (values) => platformRegister(values as unknown as Schemas["PlatformRegisterRequest"]),
    done: (answer) => {
      signIn(answer);
      void checkService();
    },
  });
}

/** @param props.ended how the last session ended, if it did not by the person's own act */
export function SignIn({ ended }: { ended: Words | null }) {
  const { notice, login, register } = useMemo(() => {
    const notice = new NoticeModel();
    if (ended) notice.show(ended);
    return { notice, login: loginForm(), register: registerForm() };
  }, [ended]);
  return (
    <>
      <Notice model={notice} />
      <Tabs
        label="登录或注册"
        tabs={[
          { id: "login", label: "登录", content: <Form model={login} /> },
          { id: "register", label: "注册", content: <Form model={register} /> },
        ]}
      />
    </>
  );
}
