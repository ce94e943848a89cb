/** The text of `GET /sandbox`. */

import type { World } from "../wechat/world.ts";

/** @param pushUrl where pushes go that name no address */
export function helpText(url: string, { apps }: World, pushUrl: string | undefined): string {
  const appids = apps.map(({ appid }) => appid);
  return `微信沙箱 / sandbox WeChat  ${url}
appid ${appids.join(", ")}

登录 code（同名用户 openid 不变）/ login code (a named user keeps one openid)
  curl -X POST '${url}/sandbox/login-codes?user=alice'
手机号 code / phone code
  curl -X POST '${url}/sandbox/phone-codes?phone=13800138000'
小程序，多个时用 appid 指明 / the mini-programs; name one by appid
  curl '${url}/sandbox/apps'
  curl -X POST '${url}/sandbox/login-codes?user=alice&appid=${appids.at(-1)}'
绑定、解绑开放平台账号（此后的 code 带 unionid）/ bind to an Open Platform account (codes then have a unionid), unbind
  curl -X POST '${url}/sandbox/open-platform?account=main'
  curl -X DELETE '${url}/sandbox/open-platform'
注入故障（见 sandbox/README.md）/ set a fault (see sandbox/README.md)
  curl -X POST '${url}/sandbox/faults' -d '{"endpoint":"jscode2session","kind":"errcode","errcode":-1,"times":1}'
查看、清除故障 / list, clear faults
  curl '${url}/sandbox/faults'
  curl -X DELETE '${url}/sandbox/faults'
放行被 hang 住的请求 / answer the calls that a hang fault holds
  curl -X POST '${url}/sandbox/faults/release'
令全部 access_token 立即过期 / expire every access token now
  curl -X POST '${url}/sandbox/tokens/expire'
推送用户撤回授权，url 是服务的地址（8 手机号，6、19、20 头像昵称）
push a withdrawn authorisation to your server's url (8 phone; 6, 19, 20 name and picture)
  curl -X POST '${url}/sandbox/pushes' -d '{"url":"${pushUrl ?? `${url}/api/wechat/push`}","event":"user_authorization_revoke","user":"alice","revoke_info":"8"}'
再推一次、查看推送 / push it again, list the pushes
  curl -X POST '${url}/sandbox/pushes/replay'
  curl '${url}/sandbox/pushes'
查看、清除收到的请求 / list, clear the calls received
  curl '${url}/sandbox/requests'
  curl -X DELETE '${url}/sandbox/requests'
`;
}
