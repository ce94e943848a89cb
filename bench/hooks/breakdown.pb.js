// Steps of a token renewal, each route one step more than the one before: the bench profiles by subtraction.
// Copied beside the built hooks for a measurement; never deployed.

routerAdd("POST", "/bench/1-empty", (e) => e.json(200, { code: 200 }));
routerAdd(
  "POST",
  "/bench/2-middleware",
  $apis.bodyLimit(65536).func,
  new Middleware((e) => require(`${__hooks}/breakdown_steps.js`).middleware(e), -1025),
);
routerAdd(
  "POST",
  "/bench/3-caller",
  $apis.bodyLimit(65536).func,
  new Middleware((e) => require(`${__hooks}/breakdown_steps.js`).caller(e), -1025),
);
routerAdd(
  "POST",
  "/bench/4-rule",
  $apis.bodyLimit(65536).func,
  new Middleware((e) => require(`${__hooks}/breakdown_steps.js`).rule(e), -1025),
);
routerAdd(
  "POST",
  "/bench/5-token",
  $apis.bodyLimit(65536).func,
  new Middleware((e) => require(`${__hooks}/breakdown_steps.js`).token(e), -1025),
);
routerAdd(
  "POST",
  "/bench/6-log",
  $apis.bodyLimit(65536).func,
  new Middleware((e) => require(`${__hooks}/breakdown_steps.js`).log(e), -1025),
);
