/** The text of `GET /sandbox`. */

export function helpText(url: string, appid: string): string {
  return `微信沙箱 / sandbox WeChat  ${url}
appid ${appid}

登录 code（同名用户 openid 不变）/ login code (a named user keeps one openid)
  curl -X POST '${url}/sandbox/login-codes?user=alice'
手机号 code / phone code
  curl -X POST '${url}/sandbox/phone-codes?phone=13800138000'
注入故障（见 sandbox/README.md）/ set a fault (see sandbox/README.md)
  curl -X POST '${url}/sandbox/faults' -d '{"endpoint":"jscode2session","kind":"errcode","errcode":-1,"times":1}'
查看、清除故障 / list, clear faults
  curl '${url}/sandbox/faults'
  curl -X DELETE '${url}/sandbox/faults'
放行被 hang 住的请求 / answer the calls that a hang fault holds
  curl -X POST '${url}/sandbox/faults/release'
令全部 access_token 立即过期 / expire every access token now
  curl -X POST '${url}/sandbox/tokens/expire'
查看、清除收到的请求 / list, clear the calls received
  curl '${url}/sandbox/requests'
  curl -X DELETE '${url}/sandbox/requests'
`;
}
