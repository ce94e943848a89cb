/** The routes under `/sandbox`: what a person with curl, or a test in another process, steers the sandbox with. */
import type { ServerResponse } from "node:http";
import { parseFault } from "../faults/fault.ts";
import { type ApiCall, sendJson, sendText } from "../shared/http.ts";
import { type Fields, InputError, parseJsonObject } from "../shared/input.ts";
import type { SandboxState } from "../state.ts";
import { helpText } from "./help.ts";
import { expireTokens, mintLoginCode, mintPhoneCode } from "./minting.ts";
import { bindOpenPlatform, listApps, unbindOpenPlatform } from "./open-platform.ts";

/** What it returns, or promises, is the answer: text as it is, everything else as JSON. */
type Action = (state: SandboxState, call: ApiCall, url: string) => unknown;

const ROUTES: Readonly<Record<string, Readonly<Record<string, Action>>>> = {
  "/sandbox": {
    GET: (state, _call, url) => helpText(url, state.world, state.pusher.url),
  },
  "/sandbox/login-codes": {
    POST: (state, call) => mintLoginCode(state.world, inputOf(call)),
  },
  "/sandbox/phone-codes": {
    POST: (state, call) => mintPhoneCode(state.world, inputOf(call)),
  },
  "/sandbox/apps": {
    GET: (state) => ({ apps: listApps(state.world) }),
  },
  "/sandbox/open-platform": {
    POST: (state, call) => ({ apps: bindOpenPlatform(state.world, inputOf(call)) }),
    DELETE: (state, call) => ({ apps: unbindOpenPlatform(state.world, inputOf(call)) }),
  },
  "/sandbox/faults": {
    GET: (state) => ({ faults: state.faults.list() }),
    POST: (state, call) => {
      const fault = parseFault(inputOf(call));
      state.faults.add(fault);
      return fault;
    },
    DELETE: (state) => {
      state.faults.clear();
      return { faults: [] };
    },
  },
  "/sandbox/faults/release": {
    POST: (state) => ({ released: state.held.release() }),
  },
  "/sandbox/tokens/expire": {
    POST: (state, call) => {
      expireTokens(state.world, inputOf(call));
      return { expired: true };
    },
  },
  "/sandbox/pushes": {
    GET: (state) => ({ pushes: state.pusher.list() }),
    POST: (state, call) => state.pusher.push(inputOf(call)),
  },
  "/sandbox/pushes/replay": {
    POST: (state, call) => state.pusher.replay(inputOf(call)),
  },
  "/sandbox/pushes/verify": {
    POST: (state, call) => state.pusher.verify(inputOf(call)),
  },
  "/sandbox/requests": {
    GET: (state) => ({ requests: state.calls.list() }),
    DELETE: (state) => {
      state.calls.clear();
      return { requests: [] };
    },
  },
};

/** Answers a control call, and 404 for every path that is neither here nor WeChat's. */
export async function answerControl(
  path: string,
  call: ApiCall,
  state: SandboxState,
  url: string,
  response: ServerResponse,
): Promise<void> {
  const route = ROUTES[path];
  const action = route?.[call.method];
  if (route === undefined) {
    sendJson(response, 404, { error: "not_found", path, help: `${url}/sandbox` });
  } else if (action === undefined) {
    response.setHeader("allow", Object.keys(route).join(", "));
    sendJson(response, 405, { error: "method_not_allowed", method: call.method });
  } else {
    await run(() => action(state, call, url), response);
  }
}

async function run(action: () => unknown, response: ServerResponse): Promise<void> {
  try {
    const result = await action();
    if (typeof result === "string") sendText(response, 200, result);
    else sendJson(response, 200, result);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    sendJson(response, 400, { error: "bad_input", field: error.field, rule: error.rule });
  }
}

/** Query parameters and JSON body together. The content type is not asked for: `curl -d` sends a form's. */
function inputOf({ query, body }: ApiCall): Fields {
  const fromBody = body === "" ? {} : parseJsonObject(body);
  if (fromBody === null) throw new InputError("body", "must be a JSON object");
  return { ...Object.fromEntries(query), ...fromBody };
}
