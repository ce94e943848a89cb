/** The one client of the app. */
const { createClient } = require("../lib/client");
const config = require("../config");
const sandbox = require("./sandbox");

/** How far the card “令牌” has put the clock forward; a real app has no such thing. */
let ahead = 0;

/** Who shows that a sign-in waits, and until when the last one does. */
let show = (/** @type {number} */ _seconds) => {};
let waitsUntil = 0;

/** @type {import("../lib/client").ClientOptions} */
const options = {
  baseURL: config.baseURL,
  clock: () => Date.now() + ahead,
  onWait(seconds) {
    waitsUntil = Date.now() + seconds * 1000;
    show(seconds);
  },
};
if (sandbox.enabled) options.loginCode = sandbox.loginCode;

let client = createClient(options);

module.exports = {
  get client() {
    return client;
  },
  now: () => Date.now() + ahead,
  /**
   * Calls back when the service is busy and the sign-in waits; at once when it does already.
   * @param {(seconds: number) => void} listener
   */
  onWait(listener) {
    show = listener;
    const left = Math.ceil((waitsUntil - Date.now()) / 1000);
    if (left > 0) listener(left);
  },
  /**
   * Makes the client believe that the app is started so long before the end of the token. A running client would not
   * do: it renews once a minute at most, whatever the clock says.
   * @param {number} milliseconds
   */
  pretendBeforeEnd(milliseconds) {
    const { session } = client;
    if (!session || session.expiresAt === null) return;
    ahead = session.expiresAt - milliseconds - Date.now();
    client = createClient(options);
  },
  /** Back to the phone's own time. */
  stopPretending() {
    ahead = 0;
  },
};
