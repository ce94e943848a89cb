/**
 * The page at /console.
 * @module
 */
import { effect } from "@preact/signals";
import { render } from "preact";
import { Announcer } from "../components/announcer.tsx";
import { Account } from "./account.tsx";
import { restoreSession, session } from "./session.ts";
import { way } from "./sign-in.tsx";
import { Status, watchService } from "./status.tsx";

function App() {
  return (
    <>
      <Status />
      <Account />
      <Announcer />
    </>
  );
}

function viewName(): string {
  if (session.value.kind !== "signed_out") return "当前账号";
  return { login: "登录", scan: "扫码登录", register: "注册" }[way.value] ?? "";
}

const main = document.querySelector("main");
if (!main) throw new Error("index.html has no <main>");
void restoreSession();
render(<App />, main);
watchService();
effect(() => {
  document.title = `${viewName()} · 统一登录`;
});
