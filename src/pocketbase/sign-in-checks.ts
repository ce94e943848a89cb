/**
 * An operator's sign-in checks, hooks of `onRecordAuthRequest`, for tokens that are answered without PocketBase's own
 * auth answer, which is the only one to ask them.
 *
 * Their event cannot be made in JavaScript: a plain object that is passed to `trigger` loses the collection by which
 * hooks choose their events. But PocketBase's `arrayOf` makes a list of the type of a Go value, and such a list makes
 * new values of it. So one event, of no meaning, is kept from the start as a pattern.
 * @module
 */
import { store } from "./process.ts";

const PATTERN = "wechat_auth:auth_request_event";

/**
 * To be called while the hook files load, when nothing else runs: for a moment a handler stands in front of all others
 * and lets nothing pass.
 */
export function keepEventPattern(): void {
  let pattern: core.RecordAuthRequestEvent | null = null;
  const hook = $app.onRecordAuthRequest();
  const id = hook.bind({
    id: PATTERN,
    priority: Number.MIN_SAFE_INTEGER,
    func: (event: core.RecordAuthRequestEvent) => {
      pattern = event;
    },
  } as unknown as Parameters<typeof hook.bind>[0]);
  hook.trigger({} as core.RecordAuthRequestEvent);
  hook.unbind(id);
  store().set(PATTERN, pattern);
}

let checksBound: boolean | null = null;
let showingsBound: boolean | null = null;

/** Hooks are bound before the first request comes in, so each runtime asks once whether there are any. */
const anyChecks = () => (checksBound ??= $app.onRecordAuthRequest().length() > 0);
const anyShowings = () => (showingsBound ??= $app.onRecordEnrich().length() > 0);

/** Whether an operator has registered any, or hooks that change how a record is shown. */
export function hasChecks(): boolean {
  return anyChecks() || anyShowings();
}

/** A check has sent the answer itself. */
export class AlreadyAnswered extends Error {}

/**
 * The token as the checks leave it. Costs next to nothing where nobody has registered any.
 * @throws AlreadyAnswered
 * @throws what a check throws
 */
export function checkedToken(request: core.RequestEvent, record: core.Record, token: string): string {
  if (!anyChecks()) return token;
  const event = newEvent();
  event.requestEvent = request;
  event.collection = record.collection();
  event.record = record;
  event.token = token;
  let passed = false;
  $app.onRecordAuthRequest().trigger(event, () => {
    passed = true;
  });
  if (request.written()) throw new AlreadyAnswered();
  if (!passed) throw new Error("a hook of onRecordAuthRequest neither answered nor called e.next()");
  return event.token;
}

/** PocketBase's declarations leave out what this event embeds. */
type AuthRequestEvent = core.RecordAuthRequestEvent & {
  requestEvent: core.RequestEvent;
  collection: core.Collection;
};

function newEvent(): AuthRequestEvent {
  const events = arrayOf(store().get(PATTERN) as AuthRequestEvent);
  events.push({} as AuthRequestEvent);
  return events[0] as AuthRequestEvent;
}
