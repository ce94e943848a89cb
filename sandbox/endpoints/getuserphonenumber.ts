/** `POST /wxa/business/getuserphonenumber?access_token=`: a phone code for the number. */
import { type Fields, parseJsonObject } from "../shared/input.ts";
import type { PhoneGrant } from "../wechat/codes.ts";
import { FOREIGN_APPID } from "../wechat/identity.ts";
import { checkAccessToken } from "../wechat/world.ts";
import { defineEndpoint, NOTHING_SEEN, type Outcome, refusal } from "./endpoint.ts";

export const getuserphonenumber = defineEndpoint({
  name: "getuserphonenumber",
  path: "/wxa/business/getuserphonenumber",
  family: "cgi",
  jsonType: "text/plain",
  spoiled: {
    wrongTypes: { phone_info: null },
    missing: ["phone_info"],
    foreignWatermark: withForeignWatermark,
  },

  answer({ method, query, body }, world, consume): Outcome {
    const accessToken = query.get("access_token");
    const token = accessToken ? checkAccessToken(world, accessToken) : null;
    const input = parseJsonObject(body);
    const code = typeof input?.code === "string" ? input.code : null;
    const seen = { ...NOTHING_SEEN, code, token: token?.number ?? null };
    const refuse = (errcode: number) => refusal(errcode, "cgi", seen, world);

    if (method !== "POST") return refuse(43002);
    if (token === null) return refuse(41001);
    if (token.state === "expired") return refuse(42001);
    if (token.state !== "valid" || token.app === null) return refuse(40001);
    if (body === "") return refuse(44002);
    if (input === null) return refuse(47001);
    if (!code) return refuse(41008);

    const redemption = token.app.phoneCodes.redeem(code, consume);
    if (redemption.state !== "ok") return refuse(redemption.state === "used" ? 40163 : 40029);
    const phone_info = phoneInfo(redemption.grant, token.app.appid);
    return { errcode: 0, body: { errcode: 0, errmsg: "ok", phone_info }, seen };
  },
});

/** `phoneNumber` has the calling code for foreign numbers alone. */
function phoneInfo({ phone, countryCode, grantedAt }: PhoneGrant, appid: string) {
  return {
    phoneNumber: String(countryCode) === "86" ? phone : `+${countryCode}${phone}`,
    purePhoneNumber: phone,
    countryCode,
    watermark: { timestamp: Math.floor(grantedAt / 1000), appid },
  };
}

function withForeignWatermark(body: Fields): Fields {
  const info = body.phone_info as { watermark: Fields };
  return { ...body, phone_info: { ...info, watermark: { ...info.watermark, appid: FOREIGN_APPID } } };
}
