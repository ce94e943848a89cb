/// <reference path="../pb_data/types.d.ts" />

// The budget per client IP and route, kept by PocketBase's own rate limiter, where an operator can see and
// change it (dashboard, Settings, Application, Rate limiting).
// Where the limiter was off its rules were not in force (PocketBase ships some, such as two sign-ins in three
// seconds): turning it on must not wake them, so they are put aside for down. Where it was on, every rule of
// the operator's stays, and only routes without a rule get one.

const MEMORY = "wechat_auth:rate_limits";

const PER_MINUTE = [
  ["POST /api/system/refresh-token", 60],
  ["POST /api/wechat/login", 60],
  ["POST /api/wechat/profile", 60],
  ["POST /api/wechat/avatar", 60],
  ["POST /api/platform/register", 60],
  ["POST /api/platform/login", 60],
  ["POST /api/system/test-helloworld", 600],
  ["POST /api/system/health", 600],
  ["POST /api/system/users-count", 600],
].map(([label, maxRequests]) => ({ label, audience: "", duration: 60, maxRequests }));

migrate(
  (app) => {
    const known = recall(app);
    if (known?.applied) return;

    const settings = app.settings();
    const { enabled, rules } = plain(settings.rateLimits);
    const inForce = enabled ? rules : [];
    // What an operator had made of the budgets before a down comes back with up.
    const tuned = known?.tuned ?? [];
    const ours = [...tuned, ...PER_MINUTE.filter((rule) => !hasLabel(tuned, rule))];
    const added = ours.filter((rule) => !hasLabel(inForce, rule));
    apply(app, settings, enabled || (known?.enabled ?? true), [...inForce, ...added]);
    remember(app, {
      applied: true,
      wasEnabled: enabled,
      putAside: enabled ? [] : rules,
      labels: added.map(({ label }) => label),
    });
  },
  (app) => {
    const known = recall(app);
    if (!known?.applied) return;

    const settings = app.settings();
    const { enabled, rules } = plain(settings.rateLimits);
    const ours = rules.filter(({ label }) => known.labels.includes(label));
    const others = rules.filter(({ label }) => !known.labels.includes(label));
    const restored = [...known.putAside.filter((rule) => !hasLabel(others, rule)), ...others];
    apply(app, settings, enabled && known.wasEnabled && restored.length > 0, restored);
    const untouched =
      enabled &&
      same(
        ours,
        PER_MINUTE.filter(({ label }) => known.labels.includes(label)),
      );
    if (untouched) forget(app);
    else remember(app, { applied: false, tuned: ours, enabled });
  },
);

function apply(app, settings, enabled, rules) {
  unmarshal({ rateLimits: { enabled, rules } }, settings);
  app.save(settings);
}

function hasLabel(rules, { label }) {
  return rules.some((rule) => rule.label === label);
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
