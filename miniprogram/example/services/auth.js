/** The one client of the app. */
const { createClient } = require("../lib/client");
const config = require("../config");
const sandbox = require("./sandbox");

/** How far the page “令牌” has put the clock forward; a real app has no such thing. */
let ahead = 0;

/** @type {import("../lib/client").ClientOptions} */
const options = { baseURL: config.baseURL, clock: () => Date.now() + ahead };
if (sandbox.enabled) options.loginCode = sandbox.loginCode;

const client = createClient(options);

module.exports = {
  client,
  now: () => Date.now() + ahead,
  /**
   * Makes the client believe that it is so long before the end of the token.
   * @param {number} milliseconds
   */
  pretendBeforeEnd(milliseconds) {
    const session = client.session;
    if (session && session.expiresAt !== null) ahead = session.expiresAt - milliseconds - Date.now();
  },
  /** Back to the phone's own time. */
  stopPretending() {
    ahead = 0;
  },
};
