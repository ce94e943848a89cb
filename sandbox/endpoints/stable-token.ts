/** `POST /cgi-bin/stable_token`: the access token for server calls. */
import { parseJsonObject } from "../shared/input.ts";
import { appOf, defineEndpoint, NOTHING_SEEN, type Outcome, refusal } from "./endpoint.ts";

export const stableToken = defineEndpoint({
  name: "stable_token",
  path: "/cgi-bin/stable_token",
  family: "cgi",
  jsonType: "text/plain",
  spoiled: { wrongTypes: { expires_in: "7200" }, missing: ["access_token"] },

  answer({ method, body }, world, consume): Outcome {
    const input = parseJsonObject(body);
    const force = input?.force_refresh === true;
    const seen = {
      ...NOTHING_SEEN,
      appid: typeof input?.appid === "string" ? input.appid : null,
      force_refresh: input === null ? null : force,
    };
    const refuse = (errcode: number) => refusal(errcode, "cgi", seen, world);

    if (method !== "POST") return refuse(43002);
    if (body === "") return refuse(44002);
    if (input === null) return refuse(47001);
    const app = appOf(input.appid, input.secret, world, 40001);
    if (typeof app === "number") return refuse(app);
    if (input.grant_type !== "client_credential") return refuse(40002);

    const issued = app.tokens.issue({ force: force && consume });
    return issued === null ? refuse(45009) : { errcode: 0, body: { ...issued }, seen };
  },
});
