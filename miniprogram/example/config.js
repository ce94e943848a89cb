module.exports = {
  /** The service. `npm start` in the repository serves it here. */
  baseURL: "http://127.0.0.1:8090",

  /**
   * The sandbox WeChat that `npm start` runs: it gives codes in the place of WeChat, so that everything works in
   * DevTools without an appid. Empty: codes come from WeChat, as in production.
   */
  sandboxURL: "http://127.0.0.1:8091",
};
