/// <reference path="../pb_data/types.d.ts" />

// The budget of the doctor: each check-up asks WeChat once for each mini-program. One rule for PocketBase's rate limiter,
// where an operator has none by that label. Whether the limiter is on stays as it is. down takes away what was added, and
// keeps in mind what an operator has made of it, for the next up.

const MEMORY = "wechat_auth:doctor_budget";

const PER_MINUTE = [{ label: "POST /api/system/doctor", audience: "", duration: 60, maxRequests: 60 }];

migrate(
  (app) => {
    const known = recall(app);
    if (known?.applied) return;
    const settings = app.settings();
    const { enabled, rules } = plain(settings.rateLimits);
    const ours = PER_MINUTE.map((rule) => known?.tuned.find(({ label }) => label === rule.label) ?? rule);
    const added = ours.filter(({ label }) => !rules.some((rule) => rule.label === label));
    apply(app, settings, { enabled, rules: [...rules, ...added] });
    remember(app, { applied: true, labels: added.map(({ label }) => label) });
  },
  (app) => {
    const known = recall(app);
    if (!known?.applied) return;
    const settings = app.settings();
    const { enabled, rules } = plain(settings.rateLimits);
    const ours = rules.filter(({ label }) => known.labels.includes(label));
    const others = rules.filter(({ label }) => !known.labels.includes(label));
    // The limiter cannot be on without a rule.
    apply(app, settings, { enabled: enabled && others.length > 0, rules: others });
    const tuned = ours.filter((rule) => !PER_MINUTE.some((stock) => same(stock, rule)));
    if (tuned.length === 0) forget(app);
    else remember(app, { applied: false, tuned });
  },
);

function apply(app, settings, rateLimits) {
  unmarshal({ rateLimits }, settings);
  app.save(settings);
}

function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

function plain(value) {
  return JSON.parse(JSON.stringify(value));
}

function recall(app) {
  const rows = arrayOf(new DynamicModel({ value: "" }));
  app.db().newQuery("SELECT value FROM _params WHERE id = {:id}").bind({ id: MEMORY }).all(rows);
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
