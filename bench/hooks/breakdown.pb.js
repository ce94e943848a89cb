// Steps of a token renewal and of a WeChat login, each route one step more than the one before: the bench profiles by
// subtraction. Copied beside the built hooks for a measurement; never deployed.

routerAdd("POST", "/bench/renewal/1-empty", (e) => e.json(200, { code: 200 }));
routerAdd(
  "POST",
  "/bench/renewal/2-middleware",
  $apis.bodyLimit(65536).func,
  new Middleware(
    (e) => (globalThis.__steps ??= require(`${__hooks}/breakdown_steps.js`)).middleware(e),
    -1025,
  ),
  $apis.skipSuccessActivityLog(),
);
routerAdd(
  "POST",
  "/bench/renewal/3-caller",
  $apis.bodyLimit(65536).func,
  new Middleware((e) => (globalThis.__steps ??= require(`${__hooks}/breakdown_steps.js`)).caller(e), -1025),
  $apis.skipSuccessActivityLog(),
);
routerAdd(
  "POST",
  "/bench/renewal/4-token",
  $apis.bodyLimit(65536).func,
  new Middleware((e) => (globalThis.__steps ??= require(`${__hooks}/breakdown_steps.js`)).token(e), -1025),
  $apis.skipSuccessActivityLog(),
);
routerAdd(
  "POST",
  "/bench/renewal/5-log",
  $apis.bodyLimit(65536).func,
  new Middleware((e) => (globalThis.__steps ??= require(`${__hooks}/breakdown_steps.js`)).log(e), -1025),
  $apis.skipSuccessActivityLog(),
);
routerAdd(
  "POST",
  "/bench/renewal/6-rule",
  $apis.bodyLimit(65536).func,
  new Middleware((e) => (globalThis.__steps ??= require(`${__hooks}/breakdown_steps.js`)).rule(e), -1025),
  $apis.skipSuccessActivityLog(),
);
routerAdd("POST", "/bench/login/1-body", (e) =>
  (globalThis.__steps ??= require(`${__hooks}/breakdown_steps.js`)).body(e),
);
routerAdd("POST", "/bench/login/2-wechat", (e) =>
  (globalThis.__steps ??= require(`${__hooks}/breakdown_steps.js`)).wechat(e),
);
routerAdd("POST", "/bench/login/3-lookUp", (e) =>
  (globalThis.__steps ??= require(`${__hooks}/breakdown_steps.js`)).lookUp(e),
);
routerAdd("POST", "/bench/login/4-signIn", (e) =>
  (globalThis.__steps ??= require(`${__hooks}/breakdown_steps.js`)).signIn(e),
);
routerAdd("POST", "/bench/login/5-create", (e) =>
  (globalThis.__steps ??= require(`${__hooks}/breakdown_steps.js`)).create(e),
);
