// Generated from openapi.yaml by build.mjs: change the contract, then run `npm run build`.
routerAdd("POST", "/api/system/test-helloworld", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).dispatch(e, "helloWorld"), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/system/health", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).dispatch(e, "health"), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/system/users-count", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).dispatch(e, "usersCount"), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/system/refresh-token", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).dispatch(e, "refreshToken"), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/wechat/login", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).dispatch(e, "wechatLogin"), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/wechat/profile", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).dispatch(e, "wechatProfile"), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/wechat/avatar", $apis.bodyLimit(2113536).func, new Middleware((e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).dispatch(e, "wechatAvatar"), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/platform/register", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).dispatch(e, "platformRegister"), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/platform/login", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).dispatch(e, "platformLogin"), -1025), $apis.skipSuccessActivityLog());
routerAdd("GET", "/openapi.yaml", (e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).serveContract(e));
routerAdd("GET", "/console", (e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).serveConsole(e));
routerAdd("GET", "/console/{file}", (e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).serveConsole(e));
onRecordAuthWithPasswordRequest((e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).guardNativePassword(e), "tbl_auth_users");
onRecordRequestEmailChangeRequest((e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).refuseEmailChange(), "tbl_auth_users");
onRecordConfirmEmailChangeRequest((e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).refuseEmailChange(), "tbl_auth_users");
onMailerSend((e) => (globalThis.__wechatAuth ??= require(`${__hooks}/wechat_auth.js`)).dropPlaceholderMail(e));
