/*! pocketbase-wechat-auth-miniprogram 0.1.0 | MIT */
/* eslint-disable */

// src/scan-login.ts
var TIMEOUT = 15e3;
var SECOND = 1e3;
var PAUSE_SECONDS = 2;
var OFFLINE = {
  ok: false,
  status: 0,
  reason: "network_error",
  message: "网络不可用，请稍后重试",
  retryAfter: null
};
function scanLogin({
  baseURL,
  onState,
  timeout = TIMEOUT,
  fetch: send = fetch
}) {
  const base = `${baseURL.replace(/\/+$/, "")}/api/platform/scan-`;
  let round = 0;
  let timer;
  function call(action, ticket) {
    const { ticket: id, secret } = Object(ticket);
    const asked = Promise.resolve().then(
      () => send(base + action, {
        method: "POST",
        headers: ticket ? { "Content-Type": "application/json" } : {},
        ...ticket && { body: JSON.stringify({ ticket: id, secret }) },
        credentials: "omit",
        cache: "no-store"
      })
    ).then((answer) => answer.json().then((body) => outcomeOf(answer.status, body))).catch(() => OFFLINE);
    return new Promise((resolve) => {
      const limit = setTimeout(() => resolve(OFFLINE), timeout);
      asked.then((outcome) => {
        clearTimeout(limit);
        resolve(outcome);
      });
    });
  }
  function start() {
    clearTimeout(timer);
    const mine = round += 1;
    onState({ status: "starting" });
    call("start").then((outcome) => {
      if (mine !== round) return;
      if (!outcome.ok) return onState(failed(outcome));
      const { data } = Object(outcome.body);
      const { ticket, secret, check_code, image = null, link = null, expires_in, interval } = Object(data);
      const code = { checkCode: check_code, image, link, expiresAt: Date.now() + expires_in * SECOND };
      onState({ status: "pending", code });
      if (mine === round) follow(mine, { ticket, secret }, code, interval);
    });
  }
  function follow(mine, ticket, code, interval) {
    let shown = "pending";
    const again = (seconds) => {
      timer = setTimeout(poll, seconds * SECOND);
    };
    const show = (state) => {
      if (state.status !== shown) onState(state);
      shown = state.status;
    };
    const poll = () => {
      call("status", ticket).then((outcome) => {
        if (mine !== round) return;
        if (!outcome.ok) return lost(outcome);
        const { status, scanner = null } = Object(Object(outcome.body).data);
        if (status === "refused" || status === "expired") return show({ status });
        if (status !== "pending") show({ status, code, scanner });
        if (status === "confirmed") redeem();
        else again(interval);
      });
    };
    const redeem = () => {
      call("login", ticket).then((outcome) => {
        if (mine !== round) return;
        if (outcome.ok) show({ status: "signed_in", answer: outcome.body });
        else if (isPassing(outcome) && Date.now() < code.expiresAt)
          timer = setTimeout(redeem, waitOf(outcome));
        else show(outcome.reason === "ticket_not_found" ? { status: "expired" } : failed(outcome));
      });
    };
    const lost = (outcome) => {
      if (outcome.reason === "ticket_not_found") show({ status: "expired" });
      else if (!isPassing(outcome)) show(failed(outcome));
      else if (Date.now() < code.expiresAt) timer = setTimeout(poll, waitOf(outcome));
      else show({ status: "expired" });
    };
    again(interval);
  }
  start();
  return {
    refresh: start,
    stop() {
      round += 1;
      clearTimeout(timer);
    }
  };
}
function outcomeOf(status, body) {
  if (status === 200) return { ok: true, body };
  const { msg, data } = Object(body);
  const { reason = "http_error", retry_after = null } = Object(data);
  return { ok: false, status, reason, message: msg || "服务不可用，请稍后重试", retryAfter: retry_after };
}
function failed({ reason, message, retryAfter }) {
  return { status: "failed", reason, message, retryAfter };
}
var isPassing = ({ status }) => status === 0 || status === 429 || status >= 500;
var waitOf = ({ retryAfter }) => (retryAfter || PAUSE_SECONDS) * SECOND;
export {
  scanLogin
};
