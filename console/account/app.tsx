/**
 * The page at /console.
 * @module
 */
import { render } from "preact";
import { Announcer } from "../components/announcer.tsx";
import { Account } from "./account.tsx";
import { restoreSession } from "./session.ts";
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

const main = document.querySelector("main");
if (!main) throw new Error("index.html has no <main>");
void restoreSession();
render(<App />, main);
watchService();
