/**
 * The page at /console/desk.
 * @module
 */
import { effect } from "@preact/signals";
import { render } from "preact";
import { Announcer } from "../components/announcer.tsx";
import { news } from "../service/news.ts";
import { failureWords } from "../words/failures.ts";
import { forgetCheckUp, retryCheckUp } from "./doctor/check-up.ts";
import { Doctor } from "./doctor/doctor.tsx";
import { place, type View, viewPath, watchPlace } from "./paths.ts";
import { forgetList as forgetPeople, retry as retryPeople } from "./people/list.ts";
import { People } from "./people/people.tsx";
import { forgetFigures, Pictures, retryFigures } from "./pictures/pictures.tsx";
import { watchRecovery } from "./recovery.ts";
import { session, signOut } from "./session.ts";
import { SecondFactor, SignIn } from "./sign-in.tsx";
import { forgetList as forgetLines, retry as retryLines } from "./sign-ins/list.ts";
import { SignIns } from "./sign-ins/sign-ins.tsx";

const VIEWS: { [Name in View]: string } = {
  people: "人员",
  "sign-ins": "登录记录",
  pictures: "统计图",
  doctor: "体检",
};

/** What a view loads once more where it could not. */
const RETRIES: { [Name in View]: () => void } = {
  people: retryPeople,
  "sign-ins": retryLines,
  pictures: retryFigures,
  doctor: retryCheckUp,
};

function App() {
  const now = session.value;
  return (
    <>
      <header class="desk-header">
        <div class="desk-bar">
          <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="9" />
            <path d="M9 17l5 5 9-11" />
          </svg>
          <h1>运营台</h1>
          {now.kind === "signed_in" && (
            <>
              <nav class="views" aria-label="运营台">
                {Object.entries(VIEWS).map(([view, label]) => (
                  <a
                    key={view}
                    href={viewPath(view as View)}
                    aria-current={place.value.view === view ? "page" : undefined}
                  >
                    {label}
                  </a>
                ))}
              </nav>
              <div class="who">
                <span class="muted">{now.email}</span>
                <button type="button" class="quiet" onClick={() => signOut()}>
                  退出
                </button>
              </div>
            </>
          )}
        </div>
      </header>
      <Trouble />
      <main id="desk" class={now.kind === "signed_in" ? "desk" : "desk narrow"} tabIndex={-1}>
        {now.kind === "signed_out" && <SignIn ended={now.ended} />}
        {now.kind === "second_factor" && <SecondFactor step={now} />}
        {now.kind === "signed_in" && <CurrentView />}
      </main>
      <Announcer />
    </>
  );
}

function CurrentView() {
  const { view, person } = place.value;
  switch (view) {
    case "people":
      return <People selected={person} />;
    case "sign-ins":
      return <SignIns />;
    case "pictures":
      return <Pictures />;
    case "doctor":
      return <Doctor />;
  }
}

/** While the service cannot be reached: what is on the screen may be old. */
function Trouble() {
  const failure = news.value?.failure;
  return (
    <div role="alert">
      {failure && <p class="trouble">{failureWords(failure).title}：屏幕上的内容可能不是最新的。</p>}
    </div>
  );
}

const body = document.getElementById("page");
if (!body) throw new Error("desk.html has no #page");
watchPlace();
watchRecovery(() => {
  if (session.peek().kind !== "signed_in") return;
  RETRIES[place.peek().view]();
});
render(<App />, body);
effect(() => {
  const view = session.value.kind === "signed_in" ? VIEWS[place.value.view] : "登录";
  document.title = `${view} · 运营台`;
});
effect(() => {
  // Whoever signs in next sees nothing of what was on the screen.
  if (session.value.kind !== "signed_out") return;
  forgetPeople();
  forgetLines();
  forgetFigures();
  forgetCheckUp();
});
