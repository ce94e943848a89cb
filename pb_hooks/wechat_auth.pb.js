// Generated from openapi.yaml by build.mjs: change the contract, then run `npm run build`.
routerAdd("POST", "/api/system/test-helloworld", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth_helloWorld ??= require(`${__hooks}/wechat_auth/helloWorld.js`)).handle(e), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/system/health", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth_health ??= require(`${__hooks}/wechat_auth/health.js`)).handle(e), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/system/users-count", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth_usersCount ??= require(`${__hooks}/wechat_auth/usersCount.js`)).handle(e), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/system/refresh-token", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth_refreshToken ??= require(`${__hooks}/wechat_auth/refreshToken.js`)).handle(e), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/wechat/login", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth_wechatLogin ??= require(`${__hooks}/wechat_auth/wechatLogin.js`)).handle(e), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/wechat/profile", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth_wechatProfile ??= require(`${__hooks}/wechat_auth/wechatProfile.js`)).handle(e), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/wechat/avatar", $apis.bodyLimit(2113536).func, new Middleware((e) => (globalThis.__wechatAuth_wechatAvatar ??= require(`${__hooks}/wechat_auth/wechatAvatar.js`)).handle(e), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/platform/register", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth_platformRegister ??= require(`${__hooks}/wechat_auth/platformRegister.js`)).handle(e), -1025), $apis.skipSuccessActivityLog());
routerAdd("POST", "/api/platform/login", $apis.bodyLimit(65536).func, new Middleware((e) => (globalThis.__wechatAuth_platformLogin ??= require(`${__hooks}/wechat_auth/platformLogin.js`)).handle(e), -1025), $apis.skipSuccessActivityLog());
routerAdd("GET", "/openapi.yaml", (e) => (globalThis.__wechatAuth_hooks ??= require(`${__hooks}/wechat_auth/hooks.js`)).serveContract(e));
routerAdd("GET", "/console", (e) => (globalThis.__wechatAuth_hooks ??= require(`${__hooks}/wechat_auth/hooks.js`)).serveConsole(e));
routerAdd("GET", "/console/{file}", (e) => (globalThis.__wechatAuth_hooks ??= require(`${__hooks}/wechat_auth/hooks.js`)).serveConsole(e));
onRecordAuthWithPasswordRequest((e) => (globalThis.__wechatAuth_hooks ??= require(`${__hooks}/wechat_auth/hooks.js`)).guardNativePassword(e), "tbl_auth_users");
onRecordRequestEmailChangeRequest((e) => (globalThis.__wechatAuth_hooks ??= require(`${__hooks}/wechat_auth/hooks.js`)).refuseEmailChange(), "tbl_auth_users");
onRecordConfirmEmailChangeRequest((e) => (globalThis.__wechatAuth_hooks ??= require(`${__hooks}/wechat_auth/hooks.js`)).refuseEmailChange(), "tbl_auth_users");
onModelUpdateExecute((e) => (globalThis.__wechatAuth_hooks ??= require(`${__hooks}/wechat_auth/hooks.js`)).guardUserUpdate(e), "tbl_auth_users");
onModelUpdateExecute((e) => (globalThis.__wechatAuth_hooks ??= require(`${__hooks}/wechat_auth/hooks.js`)).guardIdentityUpdate(e), "tbl_auth_identities");
onMailerSend((e) => (globalThis.__wechatAuth_hooks ??= require(`${__hooks}/wechat_auth/hooks.js`)).dropPlaceholderMail(e));
