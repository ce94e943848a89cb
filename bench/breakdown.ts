/**
 * Where the time of a request goes, found by subtraction: each step is the one before plus one thing.
 * @module
 */
import { grouped, table } from "../tools/markdown.ts";
import { summarize } from "../tools/statistics.ts";
import { drive, type Load, type Sample } from "./load.ts";
import type { Pace } from "./measure.ts";
import type { Stage, Stages } from "./stage.ts";

interface Step {
  name: string;
  load: Load;
  /** Whether it is the step before plus one thing. */
  adds: boolean;
}

const native = (action: string) => `/api/collections/tbl_auth_users/${action}`;

function renewalSteps(token: string): Step[] {
  const post = (path: string): Load => ({
    method: "POST",
    path,
    status: 200,
    headers: { authorization: `Bearer ${token}` },
  });
  const step = (name: string, path: string) => ({ name, load: post(`/bench/renewal/${path}`), adds: true });
  return [
    {
      name: "native `/api/health`: HTTP, PocketBase's middlewares, its request log",
      load: { method: "GET", path: "/api/health", status: 200 },
      adds: false,
    },
    step("+ an empty JavaScript handler; PocketBase loads the token's user", "1-empty"),
    step("+ our middleware around PocketBase's, without its request log", "2-middleware"),
    step("+ caller: collection, status, renewable", "3-caller"),
    step("+ signing the token", "4-token"),
    step("+ our log line", "5-log"),
    {
      name: "refresh-token as built (dispatch, typed answer)",
      load: post("/api/system/refresh-token"),
      adds: true,
    },
    {
      name: "the steps above with a query for the authRule, which refresh-token saves where the rule is the stock one",
      load: post("/bench/renewal/6-rule"),
      adds: false,
    },
    { name: "native auth-refresh", load: post(native("auth-refresh")), adds: false },
  ];
}

function loginSteps(stages: Stages): Step[] {
  const known = () => JSON.stringify({ users_wx_code: stages.sandbox.mintLoginCode({ user: "known" }).code });
  const newcomer = () => JSON.stringify({ users_wx_code: stages.sandbox.mintLoginCode({}).code });
  const post = (path: string, body: () => string): Load => ({ method: "POST", path, status: 200, body });
  const step = (name: string, path: string, adds = true) => ({
    name,
    load: post(`/bench/login/${path}`, known),
    adds,
  });
  return [
    step("a JavaScript handler that reads the JSON body", "1-body", false),
    step("+ the call to WeChat", "2-wechat"),
    step("+ looking the user up", "3-lookUp"),
    step("+ PocketBase's own auth answer (authRule, token, record)", "4-signIn"),
    {
      name: "wechat/login, known user, as built (checks, codes sent twice, user view, log line)",
      load: post("/api/wechat/login", known),
      adds: true,
    },
    {
      name: "a new user by the bare steps: WeChat, `$app.save`, auth answer",
      load: post("/bench/login/5-create", newcomer),
      adds: false,
    },
    { name: "wechat/login, new user, as built", load: post("/api/wechat/login", newcomer), adds: true },
  ];
}

async function measureSteps(
  stage: Stage,
  steps: Step[],
  pace: Pace,
  progress: (text: string) => void,
): Promise<string> {
  const samples = steps.map((): Sample[] => []);
  for (let round = 1; round <= pace.rounds; round++) {
    for (const [i, { load }] of steps.entries())
      samples[i]?.push(
        await drive(stage, load, { until: { seconds: pace.seconds }, connections: pace.connections }),
      );
    progress(`  round ${round}/${pace.rounds}`);
  }
  const median = (i: number, value: (sample: Sample) => number) =>
    summarize((samples[i] ?? []).map(value)).median;
  const cpu = (i: number) => median(i, (sample) => sample.cpuMicros);
  const rows = steps.map(({ name, adds }, i) => {
    const added = adds ? `+${(cpu(i) - cpu(i - 1)).toFixed(0)}`.replace("+-", "−") : "";
    const rate = grouped(median(i, (sample) => sample.requestsPerSecond));
    return [name, cpu(i).toFixed(0), added, rate];
  });
  return table(["step", "server CPU µs per request", "added", "requests/s"], rows);
}

/** @returns Markdown tables of a token renewal and of a WeChat login: what each step costs, and what it added */
export async function breakdown(
  stages: Stages,
  pace: Pace,
  progress: (text: string) => void,
): Promise<string> {
  const stage = await stages.start(await stages.prepareData("breakdown"));
  const { wechat } = await stages.users(stage);
  progress(" a token renewal");
  const renewal = await measureSteps(stage, renewalSteps(wechat.token), pace, progress);
  progress(" a WeChat login");
  const login = await measureSteps(stage, loginSteps(stages), pace, progress);
  return `A token renewal:\n\n${renewal}\n\nA WeChat login:\n\n${login}`;
}
