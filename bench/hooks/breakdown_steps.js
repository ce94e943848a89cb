/** The steps of a token renewal as plain calls, for breakdown.pb.js. Each one contains those before it. */

const answer = (e, data) => e.json(200, { code: 200, msg: "", data });

/** PocketBase's middlewares run inside ours, then we answer. */
function middleware(e) {
  e.next();
  return answer(e, {});
}

/** Who the token belongs to, whether they are disabled, whether the token is renewable. */
function caller(e) {
  e.next();
  const user = e.auth;
  if (
    user.collection().name !== "tbl_auth_users" ||
    user.getString("openid") === "" ||
    user.getFloat("users_status") < 0
  )
    throw new Error("refused");
  const token = e.request.header.get("Authorization").replace(/^Bearer /i, "");
  if ($security.parseUnverifiedJWT(token).refreshable !== true) throw new Error("refused");
  return user;
}

/** One query: the collection's authRule. */
function checkRule(e) {
  const user = caller(e);
  if (!$app.canAccessRecord(user, new RequestInfo(), user.collection().authRule)) throw new Error("refused");
  return user;
}

module.exports = {
  middleware,
  caller: (e) => answer(e, { id: caller(e).id }),
  rule: (e) => answer(e, { id: checkRule(e).id }),
  token: (e) => answer(e, { token: checkRule(e).newAuthToken() }),
  log: (e) => {
    const user = checkRule(e);
    const token = user.newAuthToken();
    answer(e, { token });
    $app
      .logger()
      .info("sign-in", "operation", "bench", "outcome", "success", "record_id", user.id, "duration_ms", 0);
  },
};
