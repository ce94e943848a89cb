/**
 * What `npm start` prints once everything answers: addresses, and commands that work when pasted.
 * @module
 */

interface Addresses {
  url: string;
  /** Null when the real WeChat is used. */
  sandbox: { url: string; appids: readonly string[] } | null;
  /** WECHAT_API_BASE as set; undefined for WeChat's own. */
  wechatBase: string | undefined;
}

const json = "-H 'content-type: application/json'";

/** Takes a code out of the sandbox's answer. */
const mint = (url: string): string =>
  `CODE=$(curl -s -X POST '${url}' | sed -n 's/.*"code": *"\\([^"]*\\)".*/\\1/p')`;
/** Takes a token out of an answer of the service. */
const signIn = (call: string): string => `TOKEN=$(${call} | sed -n 's/.*"token": *"\\([^"]*\\)".*/\\1/p')`;
const BEARER = '-H "authorization: Bearer $TOKEN"';
const WITH_CODE = `-d "{\\"users_wx_code\\":\\"$CODE\\"}"`;

/** Linking and claiming, each line by itself. @param login signs the platform user in */
function accountLines(url: string, sandboxUrl: string, login: string): string[] {
  const phone = "13800138001";
  const squatter = {
    users_name: "李四",
    users_phone: phone,
    password: "correct-horse-8",
    passwordConfirm: "correct-horse-8",
    users_picture: "https://example.com/2.png",
  };
  const code = (path: string) => mint(`${sandboxUrl}/sandbox/${path}`);
  const wechatLogin = `curl -s ${url}/api/wechat/login ${json} ${WITH_CODE}`;
  const carol = `${code("login-codes?user=carol")}; ${signIn(wechatLogin)}; ${code(`phone-codes?phone=${phone}`)}`;
  const profile = (conflict: string) =>
    `curl -s ${url}/api/wechat/profile ${json} ${BEARER} -d "{\\"users_name\\":\\"carol\\",\\"users_picture\\":\\"https://example.com/3.png\\",\\"users_phone_code\\":\\"$CODE\\"${conflict}}"`;
  return [
    "# 绑定微信：张三打开小程序（建了一个游客 zhang），再把这个微信绑到自己的平台账号：游客自动并入（merged）",
    `${code("login-codes?user=zhang")}; ${wechatLogin} -o /dev/null; ${signIn(login)}; ${code("login-codes?user=zhang")}; curl -s ${url}/api/account/link-wechat ${json} ${BEARER} ${WITH_CODE}`,
    "# 认领手机号：李四注册时填了一个没有证明过的号码",
    `curl -s ${url}/api/platform/register ${json} -d '${JSON.stringify(squatter)}'`,
    "# 微信证明号码是 carol 的：先返回 phone_taken，holder 是占用者的打码信息",
    `${carol}; ${profile("")}`,
    "# “不是我的账号”：带 phone_conflict 再提交，号码归 carol，李四的手机号被清空",
    `${carol}; ${profile(',\\"phone_conflict\\":\\"claim\\"')}`,
  ];
}

export function welcome({ url, sandbox, wechatBase }: Addresses): string {
  const register = {
    users_name: "张三",
    users_phone: "13800138000",
    password: "correct-horse-8",
    passwordConfirm: "correct-horse-8",
    users_picture: "https://example.com/1.png",
  };
  const login = { users_phone: register.users_phone, password: register.password };
  const platformLogin = `curl -s ${url}/api/platform/login ${json} -d '${JSON.stringify(login)}'`;
  const wechat = sandbox
    ? [
        "# 微信登录：在沙箱里为用户 alice 取一个 code，再用它登录或注册",
        `${mint(`${sandbox.url}/sandbox/login-codes?user=alice`)}; curl -s ${url}/api/wechat/login ${json} ${WITH_CODE}`,
        ...sandbox.appids
          .slice(1)
          .flatMap((appid) => [
            `# 同一用户从另一个小程序 ${appid} 登录（微信设置的 Referer 说明是哪个小程序；unionid 相同，还是同一账号）`,
            `${mint(`${sandbox.url}/sandbox/login-codes?user=alice&appid=${appid}`)}; curl -s ${url}/api/wechat/login ${json} -H 'referer: https://servicewechat.com/${appid}/1/page-frame.html' ${WITH_CODE}`,
          ]),
        ...accountLines(url, sandbox.url, platformLogin),
      ]
    : [
        "# 微信登录：把 CODE 换成小程序 wx.login 得到的 code",
        `curl -s ${url}/api/wechat/login ${json} -d '{"users_wx_code":"CODE"}'`,
      ];
  return [
    "",
    `服务 Service     ${url}`,
    `后台 Dashboard   ${url}/_/`,
    `页面 Console     ${url}/console`,
    `契约 Contract    ${url}/openapi.yaml`,
    sandbox
      ? `沙箱 Sandbox     ${sandbox.url}/sandbox （模拟的微信服务器，仅供开发${sandbox.appids.length > 1 ? `；小程序 ${sandbox.appids.join("、")}` : ""}）`
      : `微信 WeChat      ${wechatBase ?? "https://api.weixin.qq.com"} （真实微信：已设置 WECHAT_APPID）`,
    "",
    "试一试 Try:",
    "# 服务状态",
    `curl -s -X POST ${url}/api/system/health`,
    "# 平台注册（手机号已注册时返回 400 phone_taken）",
    `curl -s ${url}/api/platform/register ${json} -d '${JSON.stringify(register)}'`,
    "# 平台登录",
    platformLogin,
    ...wechat,
    "",
    "按 Ctrl-C 停止。",
    "",
  ].join("\n");
}
