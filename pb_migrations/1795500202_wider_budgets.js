/// <reference path="../pb_data/types.d.ts" />

// Wider budgets where nothing can be guessed: WeChat's routes and renewals cost a caller a real code or token, and a
// school or a carrier shares one address, of which 60 requests a minute were too few. Only a rule that is still the
// one that an earlier release wrote is moved; an operator's own stays. Registrations and passwords keep their 60.

const MEMORY = "wechat_auth:wider_budgets";
/** What 1795500006_rate_limits.js noted: the labels of the rules that it wrote. */
const EARLIER = "wechat_auth:rate_limits";

const LABELS = [
  "POST /api/system/refresh-token",
  "POST /api/wechat/login",
  "POST /api/wechat/profile",
  "POST /api/wechat/avatar",
];
const narrow = (label) => ({ label, audience: "", duration: 60, maxRequests: 60 });
const wide = (label) => ({ label, audience: "", duration: 60, maxRequests: 600 });

migrate(
  (app) => {
    const known = recall(app);
    if (known?.applied) return;
    const rateLimits = plain(app.settings().rateLimits);
    const kept = known?.kept ?? [];
    const ours = recall(app, EARLIER)?.labels ?? [];
    const moved = LABELS.filter(
      (label) => ours.includes(label) && !kept.includes(label) && has(rateLimits.rules, narrow(label)),
    );
    replace(app, rateLimits, moved, wide);
    remember(app, { applied: true, moved });
  },
  (app) => {
    const known = recall(app);
    if (!known?.applied) return;
    const rateLimits = plain(app.settings().rateLimits);
    // Whoever has chosen the narrow budget since keeps it after the next up as well.
    const kept = LABELS.filter((label) => has(rateLimits.rules, narrow(label)));
    const back = known.moved.filter((label) => has(rateLimits.rules, wide(label)));
    replace(app, rateLimits, back, narrow);
    if (kept.length === 0) forget(app);
    else remember(app, { applied: false, kept });
  },
);

/** Puts `made` in the place of the rules with these labels. */
function replace(app, { enabled, rules }, labels, made) {
  if (labels.length === 0) return;
  const settings = app.settings();
  const next = rules.map((rule) => (labels.includes(rule.label) ? made(rule.label) : rule));
  unmarshal({ rateLimits: { enabled, rules: next } }, settings);
  app.save(settings);
}

function has(rules, wanted) {
  return rules.some((other) => same(other, wanted));
}

function same(a, b) {
  return Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => a[key] === b[key]);
}

function plain(value) {
  return JSON.parse(JSON.stringify(value));
}

function recall(app, id = MEMORY) {
  const rows = arrayOf(new DynamicModel({ value: "" }));
  app.db().newQuery("SELECT value FROM _params WHERE id = {:id}").bind({ id }).all(rows);
  return rows.length > 0 ? JSON.parse(rows[0].value) : null;
}

function remember(app, value) {
  app
    .db()
    .newQuery("INSERT OR REPLACE INTO _params (id, value) VALUES ({:id}, {:value})")
    .bind({ id: MEMORY, value: JSON.stringify(value) })
    .execute();
}

function forget(app) {
  app.db().newQuery("DELETE FROM _params WHERE id = {:id}").bind({ id: MEMORY }).execute();
}
