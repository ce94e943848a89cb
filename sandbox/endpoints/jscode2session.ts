/** `GET /sns/jscode2session`: a login code for the user's openid. */
import { newSessionKey } from "../identity.ts";
import { credentialError, type Endpoint, NOTHING_SEEN, type Outcome, refusal } from "./endpoint.ts";

export const jscode2session: Endpoint = {
  name: "jscode2session",
  path: "/sns/jscode2session",
  family: "sns",

  answer({ method, query }, state, consume): Outcome {
    const appid = query.get("appid");
    const code = query.get("js_code");
    const seen = { ...NOTHING_SEEN, appid, code };
    const refuse = (errcode: number) => refusal(errcode, "sns", seen, state);

    if (method !== "GET") return refuse(43001);
    const wrong = credentialError(appid, query.get("secret"), state, 40125);
    if (wrong !== 0) return refuse(wrong);
    if (query.get("grant_type") !== "authorization_code") return refuse(40002);
    if (!code) return refuse(41008);

    const redemption = state.loginCodes.redeem(code, consume);
    if (redemption.state !== "ok") return refuse(redemption.state === "used" ? 40163 : 40029);
    const { openid, unionid } = redemption.grant;
    const body = { session_key: newSessionKey(), openid, ...(unionid === undefined ? {} : { unionid }) };
    return { errcode: 0, body, seen };
  },
};
