/** `GET /sns/jscode2session`: a login code for the user's openid. */
import { newSessionKey } from "../wechat/identity.ts";
import { appOf, defineEndpoint, NOTHING_SEEN, type Outcome, refusal } from "./endpoint.ts";

export const jscode2session = defineEndpoint({
  name: "jscode2session",
  path: "/sns/jscode2session",
  family: "sns",
  jsonType: "text/plain",
  spoiled: { wrongTypes: { openid: 1234567890 }, missing: ["openid"] },

  answer({ method, query }, world, consume): Outcome {
    const appid = query.get("appid");
    const code = query.get("js_code");
    const seen = { ...NOTHING_SEEN, appid, code };
    const refuse = (errcode: number) => refusal(errcode, "sns", seen, world);

    if (method !== "GET") return refuse(43001);
    const app = appOf(appid, query.get("secret"), world, 40125);
    if (typeof app === "number") return refuse(app);
    if (query.get("grant_type") !== "authorization_code") return refuse(40002);
    if (!code) return refuse(41008);

    const redemption = app.loginCodes.redeem(code, consume);
    if (redemption.state !== "ok") return refuse(redemption.state === "used" ? 40163 : 40029);
    const { openid, unionid } = redemption.grant;
    const body = { session_key: newSessionKey(), openid, ...(unionid === undefined ? {} : { unionid }) };
    return { errcode: 0, body, seen };
  },
});
