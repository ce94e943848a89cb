/*! pocketbase-wechat-auth-miniprogram 0.1.0 | MIT */
export interface components {
  schemas: {
    /** @description PocketBase 原生登录应答 */
    AuthAnswer: {
      token: components["schemas"]["Token"];
      record: components["schemas"]["UserRecord"];
      meta: components["schemas"]["AuthMeta"];
    };
    /** @description 业务数据 */
    AuthMeta: {
      /** @constant */
      code: 200;
      /** @example 登录成功 */
      msg: string;
      data: components["schemas"]["AuthMetaData"];
    };
    AuthMetaData: {
      /**
       * @description 本次是注册还是登录
       * @enum {string}
       */
      status: "register_success" | "login_success";
      /** @description 姓名、手机号、头像是否都已填写 */
      is_info_complete: boolean;
      user: components["schemas"]["User"];
    };
    /** @description 密码已修改 */
    ChangePasswordAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 密码已修改
       */
      msg: string;
      data: components["schemas"]["ChangePasswordData"];
    };
    ChangePasswordData: {
      /** @constant */
      status: "password_changed";
      token: components["schemas"]["Token"];
    };
    ChangePasswordRequest: {
      /**
       * 旧密码
       * @example correct-horse-8
       */
      password_old: string;
      password: components["schemas"]["NewPassword"];
      passwordConfirm: components["schemas"]["PasswordConfirm"];
    };
    /** @description 已注销 */
    CloseAccountAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 账号已注销
       */
      msg: string;
      data: components["schemas"]["CloseAccountData"];
    };
    CloseAccountData: {
      /** @constant */
      status: "closed";
    };
    CloseAccountRequest: {
      /**
       * 确认
       * @description 必须为 true，否则返回 `confirm_required`
       * @example true
       */
      confirm?: boolean;
      /**
       * 微信登录凭证
       * @description 已绑定到当前账号的微信的 code；与 `password` 二选一
       * @example 0a1B2c3D4e5F6g7H8i9J
       */
      users_wx_code?: string;
      /**
       * 密码
       * @description 平台用户的密码；与 `users_wx_code` 二选一
       * @example correct-horse-8
       */
      password?: string;
      wx_appid?: components["schemas"]["WxAppid"];
    };
    /** @description 公司记录；运营方自行增加的字段也会出现在这里，客户端须容忍 */
    Company: {
      /** @example c1d2e3f4g5h6i7j */
      id: string;
      /** @example pbc_1234567890 */
      collectionId: string;
      /** @constant */
      collectionName: "tbl_company";
      /** @example C001 */
      company_id: string;
      /** @example 示例公司 */
      company_name: string;
    } & {
      [key: string]: unknown;
    };
    /** @description 体检结果 */
    DoctorAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 检查完成
       */
      msg: string;
      data: components["schemas"]["DoctorData"];
    };
    /** @description 体检的一项 */
    DoctorCheck: {
      /**
       * @description 稳定的英文机器码
       * @enum {string}
       */
      id:
        | "pocketbase_version"
        | "kit_files"
        | "operator_hooks"
        | "migrations"
        | "access_rules"
        | "sign_in_options"
        | "indexes"
        | "users_count"
        | "user_fields"
        | "field_limits"
        | "environment"
        | "wechat_credentials"
        | "clock"
        | "application_url"
        | "trusted_proxy"
        | "rate_limiter"
        | "locked_out"
        | "hooks_watch"
        | "hooks_pool"
        | "settings_encryption"
        | "backups"
        | "standby"
        | "log_retention"
        | "disk_space";
      /**
       * @description 名称
       * @example 微信凭据
       */
      title: string;
      /**
       * @description `sound` 正常；`advice` 建议改进；`broken` 有问题；`not_checked` 这里没有检查，好坏都不能说明
       * @enum {string}
       */
      verdict: "sound" | "not_checked" | "advice" | "broken";
      /**
       * @description 看到了什么
       * @example PocketBase 0.39.11
       */
      seen: string;
      /**
       * @description 意味着什么
       * @example 没有 CVE-2026-82410。
       */
      means: string;
      /**
       * @description 怎么办；不用做什么时为空
       * @example
       */
      todo: string;
    };
    DoctorData: {
      /**
       * @description 最差的一项；没有检查的不算
       * @enum {string}
       */
      verdict: "sound" | "advice" | "broken";
      checked_at: components["schemas"]["Timestamp"];
      /** @description 按固定的顺序 */
      checks: components["schemas"]["DoctorCheck"][];
    };
    /** @description 服务与数据库均正常 */
    HealthAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 服务正常
       */
      msg: string;
      data: components["schemas"]["HealthData"];
    };
    HealthData: {
      /** @constant */
      status: "healthy";
      timestamp: components["schemas"]["Timestamp"];
    };
    /** @description 服务已就绪 */
    HelloWorldAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 请求成功
       */
      msg: string;
      data: components["schemas"]["HelloWorldData"];
    };
    HelloWorldData: {
      /** @constant */
      message: "Hello, World!";
      timestamp: components["schemas"]["Timestamp"];
      /** @constant */
      status: "success";
      /**
       * Format: date-time
       * @description 发布构建的时间；普通构建为 null
       * @example null
       */
      build_time: string | null;
    };
    /** @description 已合并 */
    JoinUsersAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 两个账号已合并
       */
      msg: string;
      data: components["schemas"]["JoinUsersData"];
    };
    JoinUsersData: {
      /** @constant */
      status: "joined";
    };
    JoinUsersRequest: {
      /**
       * 保留的记录
       * @description 保留方的记录 id
       * @example u1a2b3c4d5e6f7g
       */
      survivor_id: string;
      /**
       * 并入的记录
       * @description 并入方的记录 id
       * @example h7g6f5e4d3c2b1a
       */
      absorbed_id: string;
    };
    /** @description 已绑定 */
    LinkWechatAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 微信已绑定
       */
      msg: string;
      data: components["schemas"]["LinkWechatData"];
    };
    LinkWechatData: {
      /**
       * @description `linked` 已绑定；`already_linked` 之前就已绑定；`merged` 已并入另一个账号
       * @enum {string}
       */
      status: "linked" | "already_linked" | "merged";
      user: components["schemas"]["User"];
    };
    LinkWechatRequest: {
      /**
       * 微信登录凭证
       * @description `wx.login` 返回的 code，5 分钟内有效，只能用一次
       * @example 0a1B2c3D4e5F6g7H8i9J
       */
      users_wx_code: string;
      wx_appid?: components["schemas"]["WxAppid"];
      /**
       * 合并
       * @description 该微信已属于另一个账号时，将那个账号并入当前账号
       * @example true
       */
      merge?: boolean;
    };
    /**
     * 密码
     * @description 8 到 71 个字符，且 UTF-8 编码不超过 72 字节
     * @example correct-horse-8
     */
    NewPassword: string;
    /**
     * 确认密码
     * @description 必须与 `password` 相同
     * @example correct-horse-8
     */
    PasswordConfirm: string;
    /** @description 手机号现属账号的打码信息，供用户辨认是否是自己的账号 */
    PhoneHolder: {
      /**
       * @description 用户来源：`WeChat` 或 `ManagePlatform`
       * @example ManagePlatform
       */
      users_idtype: string;
      /**
       * @description 打码姓名；未填写时为空
       * @example 张*
       */
      users_name_masked: string;
      /**
       * @description 该手机号是否经微信验证
       * @example false
       */
      verified: boolean;
    };
    PlatformLoginRequest: {
      users_phone: components["schemas"]["UsersPhone"];
      /**
       * 密码
       * @example correct-horse-8
       */
      password: string;
      wx_appid?: components["schemas"]["WxAppid"];
    };
    PlatformRegisterRequest: {
      users_name: components["schemas"]["UsersName"];
      users_phone: components["schemas"]["UsersPhone"];
      password: components["schemas"]["NewPassword"];
      passwordConfirm: components["schemas"]["PasswordConfirm"];
      users_picture: components["schemas"]["UsersPicture"];
      /**
       * 证件号
       * @example 110101199001011234
       */
      users_id_number?: string | null;
      /**
       * 用户等级
       * @example normal
       */
      users_level?: string | null;
      /**
       * 用户类型
       * @description 默认“注册用户”
       * @example 注册用户
       */
      users_type?: components["schemas"]["UsersType"] | null;
      /**
       * 公司
       * @description 必须是已存在的公司的 `company_id`
       * @example C001
       */
      company_id?: string | null;
      /**
       * 上级用户
       * @example P001
       */
      users_parent_id?: string | null;
      /**
       * 推广码
       * @example SPRING
       */
      users_promo_code?: string | null;
      /**
       * 用户组
       * @example G001
       */
      usergroups_id?: string | null;
    };
    /** @description 新令牌 */
    RefreshTokenAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 令牌已续期
       */
      msg: string;
      data: components["schemas"]["RefreshTokenData"];
    };
    RefreshTokenData: {
      token: components["schemas"]["Token"];
    };
    RefreshTokenRequest: {
      /**
       * 微信登录凭证
       * @description `wx.login` 返回的 code；令牌有效时不需要
       * @example 0a1B2c3D4e5F6g7H8i9J
       */
      users_wx_code?: string | null;
      wx_appid?: components["schemas"]["WxAppid"];
    };
    /** @description 密码已重设 */
    ResetPasswordAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 密码已重设，请用新密码登录
       */
      msg: string;
      data: components["schemas"]["ResetPasswordData"];
    };
    ResetPasswordData: {
      /** @constant */
      status: "password_reset";
    };
    ResetPasswordRequest: {
      /**
       * 手机号凭证
       * @description `getPhoneNumber` 按钮返回的 `detail.code`（不是 `wx.login` 的 code）
       * @example 6f5e4d3c2b1a
       */
      users_phone_code: string;
      password: components["schemas"]["NewPassword"];
      passwordConfirm: components["schemas"]["PasswordConfirm"];
      wx_appid?: components["schemas"]["WxAppid"];
    };
    /** @description 已退出 */
    RevokeTokensAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 已在所有设备退出登录
       */
      msg: string;
      data: components["schemas"]["RevokeTokensData"];
    };
    RevokeTokensData: {
      /** @constant */
      status: "tokens_revoked";
    };
    /**
     * @description 两位核对码，电脑和手机上应一致
     * @example 42
     */
    ScanCheckCode: string;
    /** @description 已作出决定 */
    ScanConfirmAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 已提交
       */
      msg: string;
      data: components["schemas"]["ScanConfirmData"];
    };
    ScanConfirmData: {
      /**
       * @description `confirmed` 已确认；`refused` 已拒绝
       * @enum {string}
       */
      status: "confirmed" | "refused";
    };
    ScanConfirmRequest: {
      ticket: components["schemas"]["ScanTicket"];
      /**
       * 是否确认
       * @description true 确认登录，false 拒绝
       * @example true
       */
      approve: boolean;
    };
    ScanLoginRequest: {
      ticket: components["schemas"]["ScanTicket"];
      secret: components["schemas"]["ScanSecret"];
    };
    /** @description 请核对后确认 */
    ScanOpenAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 请核对后确认登录
       */
      msg: string;
      data: components["schemas"]["ScanOpenData"];
    };
    ScanOpenData: {
      /** @constant */
      status: "scanned";
      check_code: components["schemas"]["ScanCheckCode"];
      origin: components["schemas"]["ScanOrigin"];
    };
    ScanOpenRequest: {
      ticket: components["schemas"]["ScanTicket"];
    };
    /** @description 谁在请求登录 */
    ScanOrigin: {
      /**
       * @description 浏览器和系统，已转成文字
       * @example Windows 上的 Chrome 浏览器
       */
      user_agent: string;
      /**
       * @description 网络地址
       * @example 203.0.113.7
       */
      address: string;
      /**
       * Format: date-time
       * @description 发起时间（UTC，ISO 8601）
       * @example 2026-11-24T08:00:00.000Z
       */
      time: string;
    };
    /** @description 扫码的人；状态为 `scanned` 或 `confirmed` 时才有 */
    ScanScanner: {
      /**
       * @description 姓名，可能为空
       * @example 小明
       */
      users_name: string;
      /**
       * @description 头像地址，可能为空
       * @example https://example.com/avatar/1.png
       */
      users_picture: string;
    };
    /**
     * 扫码密钥
     * @description `scan-start` 返回的密钥，只有发起扫码的页面持有，不放进二维码
     * @example pQ7vN2xK9wLm4RtY8zBc3HdF6jGs1TnV
     */
    ScanSecret: string;
    /** @description 等待扫码 */
    ScanStartAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 请用微信扫码
       */
      msg: string;
      data: components["schemas"]["ScanStartData"];
    };
    ScanStartData: {
      ticket: components["schemas"]["ScanTicket"];
      secret: components["schemas"]["ScanSecret"];
      check_code: components["schemas"]["ScanCheckCode"];
      /**
       * @description 小程序码图片，data URI
       * @example data:image/png;base64,iVBORw0KGgo=
       */
      image?: string;
      /**
       * Format: uri
       * @description 要绘制成二维码的链接，`ticket` 参数是票据
       * @example https://example.com/scan?ticket=4fKq8ZtB2mWc7RxY1nPdLv
       */
      link?: string;
      /**
       * @description 多少秒后过期
       * @example 120
       */
      expires_in: number;
      /**
       * @description 两次查询状态至少间隔的秒数
       * @example 2
       */
      interval: number;
    };
    /** @description 当前状态 */
    ScanStatusAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 查询成功
       */
      msg: string;
      data: components["schemas"]["ScanStatusData"];
    };
    ScanStatusData: {
      /**
       * @description `pending` 待扫码；`scanned` 已扫码，待手机确认；`confirmed` 已确认，可换令牌；`refused` 手机上已拒绝；`expired` 已过期
       * @enum {string}
       */
      status: "pending" | "scanned" | "confirmed" | "refused" | "expired";
      scanner?: components["schemas"]["ScanScanner"];
    };
    ScanStatusRequest: {
      ticket: components["schemas"]["ScanTicket"];
      secret: components["schemas"]["ScanSecret"];
    };
    /**
     * 扫码票据
     * @description `scan-start` 返回的票据，也是小程序码的 `scene`
     * @example 4fKq8ZtB2mWc7RxY1nPdLv
     */
    ScanTicket: string;
    /**
     * Format: date-time
     * @description 服务器当前时间（UTC，ISO 8601）
     * @example 2026-11-24T08:00:00.000Z
     */
    Timestamp: string;
    /**
     * @description PocketBase 原生令牌
     * @example eyJhbGciOiJIUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl
     */
    Token: string;
    /** @description 已解绑 */
    UnlinkWechatAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 微信已解绑
       */
      msg: string;
      data: components["schemas"]["UnlinkWechatData"];
    };
    UnlinkWechatData: {
      /** @constant */
      status: "unlinked";
      user: components["schemas"]["User"];
      token: components["schemas"]["Token"];
    };
    UnlinkWechatRequest: {
      wx_appid?: components["schemas"]["WxAppid"];
    };
    /** @description 用户信息 */
    User: {
      /**
       * @description PocketBase 记录 id
       * @example a1b2c3d4e5f6g7h
       */
      pb_id: string;
      /**
       * @description 会话标识
       * @example
       */
      users_convers_id: string;
      /**
       * @description 业务用户编号
       * @example
       */
      users_id: string;
      /**
       * @description 用户来源：`WeChat` 或 `ManagePlatform`
       * @example WeChat
       */
      users_idtype: string;
      /**
       * @description 证件号
       * @example
       */
      users_id_number: string;
      /**
       * @description 账号状态，小于 0 为停用
       * @example 0
       */
      users_status: number;
      /**
       * @description 会员等级
       * @example 0
       */
      users_rank_level: number;
      /**
       * @description 实名认证类型
       * @example 0
       */
      users_auth_type: number;
      /**
       * @description 用户类型：`游客` 或 `注册用户`
       * @example 游客
       */
      users_type: string;
      /**
       * @description 姓名
       * @example 小明
       */
      users_name: string;
      /**
       * @description 手机号
       * @example 13800138000
       */
      users_phone: string;
      /**
       * @description 打码手机号
       * @example 138****8000
       */
      users_phone_masked: string;
      /**
       * @description 手机号是否经微信核验为本人所有
       * @example true
       */
      users_phone_verified: boolean;
      /**
       * @description 用户等级
       * @example
       */
      users_level: string;
      /**
       * @description 头像地址
       * @example https://example.com/avatar/1.png
       */
      users_picture: string;
      /**
       * @description 全平台唯一身份标识
       * @example oABCD1234567890abcdefghijklm
       */
      openid: string;
      /**
       * @description 用户在本次请求的小程序里的 `openid`，用于支付、订阅消息等；在该小程序没有微信身份时为空
       * @example oABCD1234567890abcdefghijklm
       */
      wx_openid: string;
      /**
       * @description 公司编号
       * @example
       */
      company_id: string;
      /**
       * @description 上级用户
       * @example
       */
      users_parent_id: string;
      /**
       * @description 推广码
       * @example
       */
      users_promo_code: string;
      /**
       * @description 用户组
       * @example
       */
      usergroups_id: string;
      /** @description 所属公司；没有时为 null */
      company: components["schemas"]["Company"] | null;
      /**
       * Format: date-time
       * @description 创建时间（RFC 3339）；旧表里没有记录时为 null
       * @example 2026-11-24T08:00:00.000Z
       */
      created: string | null;
      /**
       * Format: date-time
       * @description 更新时间（RFC 3339）；旧表里没有记录时为 null
       * @example 2026-11-24T08:00:00.000Z
       */
      updated: string | null;
    };
    /** @description 用户的 PocketBase 记录，可直接存入 SDK 的 `authStore`；运营方自行增加的字段也会出现在这里，客户端须容忍 */
    UserRecord: {
      /** @example a1b2c3d4e5f6g7h */
      id: string;
      /** @example pbc_1234567890 */
      collectionId: string;
      /** @constant */
      collectionName: "tbl_auth_users";
      /** @example  */
      email?: string;
      emailVisibility?: boolean;
      verified?: boolean;
      /** @example  */
      users_convers_id?: string;
      /** @example  */
      users_id?: string;
      /** @example WeChat */
      users_idtype?: string;
      /** @example  */
      users_id_number?: string;
      /** @example 0 */
      users_status?: number;
      /** @example 0 */
      users_rank_level?: number;
      /** @example 0 */
      users_auth_type?: number;
      /** @example 游客 */
      users_type?: string;
      /** @example 小明 */
      users_name?: string;
      /** @example 13800138000 */
      users_phone?: string;
      /** @example  */
      users_level?: string;
      /** @example https://example.com/avatar/1.png */
      users_picture?: string;
      /**
       * @description 已上传头像的文件名
       * @example
       */
      users_avatar?: string;
      /** @example oABCD1234567890abcdefghijklm */
      openid: string;
      /** @example  */
      company_id?: string;
      /** @example  */
      users_parent_id?: string;
      /** @example  */
      users_promo_code?: string;
      /** @example  */
      usergroups_id?: string;
      /**
       * @description 手机号由微信核验的时间；没有核验过时为空
       * @example 2026-11-24 08:00:00.000Z
       */
      users_phone_verified_at?: string;
      /**
       * @description 账号被合并后，保留下来的账号的记录 ID
       * @example
       */
      users_merged_into?: string;
      /** @example 2026-11-24 08:00:00.000Z */
      created?: string;
      /** @example 2026-11-24 08:00:00.000Z */
      updated?: string;
    } & {
      [key: string]: unknown;
    };
    /** @description 用户总数 */
    UsersCountAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 查询成功
       */
      msg: string;
      data: components["schemas"]["UsersCountData"];
    };
    UsersCountData: {
      /**
       * @description 用户表记录总数
       * @example 128
       */
      total_users: number;
    };
    /**
     * 姓名
     * @description 昵称或姓名，不能只有空白或不可见字符，首尾空白会去掉
     * @example 小明
     */
    UsersName: string;
    /**
     * 手机号
     * @description 中国大陆手机号；不支持港澳台和境外号码。允许 `+86`、`86`、`0086` 前缀，以及粘贴时带入的空格、短横线、括号、全角数字和不可见字符，保存时去掉。
     * @example 13800138000
     */
    UsersPhone: string;
    /**
     * 头像
     * @description 头像的 http(s) 地址；临时路径（`wxfile://`、`http://tmp/`、`http://usr/`、`http://store/`、`blob:`、`data:` 等）须先上传
     * @example https://example.com/avatar/1.png
     */
    UsersPicture: string;
    /**
     * @description 用户类型
     * @example 注册用户
     * @enum {string}
     */
    UsersType: "游客" | "注册用户";
    WechatLoginRequest: {
      /**
       * 微信登录凭证
       * @description `wx.login` 返回的 code，5 分钟内有效，只能用一次
       * @example 0a1B2c3D4e5F6g7H8i9J
       */
      users_wx_code: string;
      wx_appid?: components["schemas"]["WxAppid"];
    };
    /** @description 资料已保存 */
    WechatProfileAnswer: {
      /**
       * @description 业务码，与 HTTP 状态码一致
       * @constant
       */
      code: 200;
      /**
       * @description 中文提示
       * @example 资料已保存
       */
      msg: string;
      data: components["schemas"]["WechatProfileData"];
    };
    WechatProfileData: {
      /** @constant */
      status: "update_success";
      user: components["schemas"]["User"];
    };
    WechatProfileRequest: {
      users_name: components["schemas"]["UsersName"];
      /**
       * 手机号凭证
       * @description `getPhoneNumber` 按钮返回的 `detail.code`（不是 `wx.login` 的 code）
       * @example 6f5e4d3c2b1a
       */
      users_phone_code: string;
      users_picture: components["schemas"]["UsersPicture"];
      /**
       * 手机号冲突处理
       * @description 手机号已属于别的账号时：`claim` 将其归当前用户；不传则返回 `phone_taken`
       * @example claim
       * @enum {string}
       */
      phone_conflict?: "claim";
      wx_appid?: components["schemas"]["WxAppid"];
    };
    /**
     * 小程序 AppID
     * @description 请求来自哪个小程序（服务端配置了多个时）。不填时看微信自动设置的 `Referer`，再没有则为配置中的第一个。
     *     只用于选择凭据，身份由 code 换取的结果证明。
     * @example wx0123456789abcdef
     */
    WxAppid: string | null;
    /** @enum {string} */
    Reason:
      | "invalid_json"
      | "validation_failed"
      | "wechat_code_invalid"
      | "wechat_code_used"
      | "appid_unknown"
      | "phone_code_invalid"
      | "phone_taken"
      | "picture_is_temporary"
      | "company_not_found"
      | "last_sign_in_method"
      | "file_missing"
      | "file_type_unsupported"
      | "picture_undecodable"
      | "picture_too_large"
      | "user_type_mismatch"
      | "password_wrong"
      | "password_reset_required"
      | "password_same"
      | "confirm_required"
      | "proof_rejected"
      | "token_invalid"
      | "auth_rejected"
      | "account_disabled"
      | "approval_pending"
      | "register_closed"
      | "wechat_user_blocked"
      | "user_not_found"
      | "identity_not_found"
      | "ticket_not_found"
      | "wechat_slot_taken"
      | "wechat_linked_elsewhere"
      | "merge_blocked"
      | "close_refused"
      | "ticket_taken"
      | "ticket_not_confirmed"
      | "method_not_allowed"
      | "body_too_large"
      | "unsupported_media_type"
      | "rate_limited"
      | "duplicate_request"
      | "too_many_attempts"
      | "wechat_rate_limited"
      | "internal_error"
      | "wechat_not_configured"
      | "wechat_misconfigured"
      | "identity_missing"
      | "wechat_unavailable"
      | "database_unavailable"
      | "scan_unavailable"
      | "refused";
  };
}

export interface ContractPaths {
  "/api/system/doctor": { body: undefined; answer: components["schemas"]["DoctorAnswer"] };
  "/api/system/health": { body: undefined; answer: components["schemas"]["HealthAnswer"] };
  "/api/system/join-users": {
    body: components["schemas"]["JoinUsersRequest"];
    answer: components["schemas"]["JoinUsersAnswer"];
  };
  "/api/system/refresh-token": {
    body: components["schemas"]["RefreshTokenRequest"] | undefined;
    answer: components["schemas"]["RefreshTokenAnswer"];
  };
  "/api/system/test-helloworld": { body: undefined; answer: components["schemas"]["HelloWorldAnswer"] };
  "/api/system/users-count": { body: undefined; answer: components["schemas"]["UsersCountAnswer"] };
  "/api/wechat/login": {
    body: components["schemas"]["WechatLoginRequest"];
    answer: components["schemas"]["AuthAnswer"];
  };
  "/api/wechat/profile": {
    body: components["schemas"]["WechatProfileRequest"];
    answer: components["schemas"]["WechatProfileAnswer"];
  };
  "/api/wechat/scan-confirm": {
    body: components["schemas"]["ScanConfirmRequest"];
    answer: components["schemas"]["ScanConfirmAnswer"];
  };
  "/api/wechat/scan-open": {
    body: components["schemas"]["ScanOpenRequest"];
    answer: components["schemas"]["ScanOpenAnswer"];
  };
  "/api/platform/change-password": {
    body: components["schemas"]["ChangePasswordRequest"];
    answer: components["schemas"]["ChangePasswordAnswer"];
  };
  "/api/platform/login": {
    body: components["schemas"]["PlatformLoginRequest"];
    answer: components["schemas"]["AuthAnswer"];
  };
  "/api/platform/register": {
    body: components["schemas"]["PlatformRegisterRequest"];
    answer: components["schemas"]["AuthAnswer"];
  };
  "/api/platform/reset-password": {
    body: components["schemas"]["ResetPasswordRequest"];
    answer: components["schemas"]["ResetPasswordAnswer"];
  };
  "/api/platform/scan-login": {
    body: components["schemas"]["ScanLoginRequest"];
    answer: components["schemas"]["AuthAnswer"];
  };
  "/api/platform/scan-start": { body: undefined; answer: components["schemas"]["ScanStartAnswer"] };
  "/api/platform/scan-status": {
    body: components["schemas"]["ScanStatusRequest"];
    answer: components["schemas"]["ScanStatusAnswer"];
  };
  "/api/account/close": {
    body: components["schemas"]["CloseAccountRequest"];
    answer: components["schemas"]["CloseAccountAnswer"];
  };
  "/api/account/link-wechat": {
    body: components["schemas"]["LinkWechatRequest"];
    answer: components["schemas"]["LinkWechatAnswer"];
  };
  "/api/account/unlink-wechat": {
    body: components["schemas"]["UnlinkWechatRequest"] | undefined;
    answer: components["schemas"]["UnlinkWechatAnswer"];
  };
  "/api/account/revoke-tokens": { body: undefined; answer: components["schemas"]["RevokeTokensAnswer"] };
}

/** A user as the service shows it. */
export type User = components["schemas"]["User"];
/** PocketBase's own sign-in answer: `token`, `record`, `meta`. */
export type AuthAnswer = components["schemas"]["AuthAnswer"];
/** Body of `updateProfile`. */
export type Profile = components["schemas"]["WechatProfileRequest"];
/** Body of `platform.register`. */
export type PlatformRegistration = components["schemas"]["PlatformRegisterRequest"];
/** Body of `platform.login`. */
export type PlatformCredentials = components["schemas"]["PlatformLoginRequest"];
/** Reasons that come from the service, as openapi.yaml lists them. */
export type ServerReason = components["schemas"]["Reason"];
/**
 * Reasons that come from the client itself; `status` is then 0, unless the service answered without a reason.
 *
 * - `network_error`: no answer came (offline, domain not on the white list, file not readable …); see `detail`
 * - `timeout`: no answer came in time
 * - `wx_login_failed`: `wx.login` gave no code, or there is no `wx.login` here
 * - `login_required`: nobody is signed in and no code can be had (H5, Node), or a platform session has ended
 * - `session_changed`: somebody signed out, or in as somebody else, while the call was under way; its result was dropped
 * - `http_error`: the service or something in front of it answered with an error that carries no reason
 * - `invalid_response`: a success that is not what the service answers, such as a Wi-Fi sign-in page
 * - `invalid_argument`: wrong use of this client; `fields` names the argument
 */
export type LocalReason =
  | "network_error"
  | "timeout"
  | "wx_login_failed"
  | "login_required"
  | "session_changed"
  | "http_error"
  | "invalid_response"
  | "invalid_argument";
/** Known reasons complete in an editor; a reason that a newer service invents is kept as it is. */
export type Reason = ServerReason | LocalReason | (string & Record<never, never>);
/** Who is signed in. */
export interface Session {
  readonly token: string;
  /** When the token was received, in milliseconds since 1970 by this device's clock. */
  readonly receivedAt: number;
  /** When it ends, by the same clock, right or wrong; null when that cannot be told. */
  readonly expiresAt: number | null;
  /** As the service last told it: at sign-in or after `updateProfile`. */
  readonly user: User;
  /** Whether name, phone and picture are all filled. */
  readonly isInfoComplete: boolean;
}
/** PATCH does not exist in mini-programs. */
export type Method = "GET" | "POST" | "PUT" | "DELETE" | "HEAD" | "OPTIONS";
export interface CallOptions {
  /** Milliseconds from when the call goes out. Default: that of the client; 60,000 for uploads. */
  timeout?: number;
}
export interface RequestOptions extends CallOptions {
  /** Default: POST with a body, GET without. */
  method?: Method;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** False sends no token and needs no sign-in. Default: true. */
  auth?: boolean;
}
/** Paths of openapi.yaml that take and answer JSON. */
export type ContractPath = keyof ContractPaths;
export type BodyOf<P extends ContractPath> = ContractPaths[P]["body"];
export type AnswerOf<P extends ContractPath> = ContractPaths[P]["answer"];
/** The contract knows POST alone, so it has to be said where no body says it. */
export type ContractOptions<P extends ContractPath> = Omit<RequestOptions, "method" | "body"> &
  (undefined extends BodyOf<P>
    ? {
        method: "POST";
        body?: BodyOf<P>;
      }
    : {
        method?: "POST";
        body: BodyOf<P>;
      });
type DataOf<P extends ContractPath> = Extract<
  AnswerOf<P>,
  {
    data: object;
  }
>["data"];
/** Body of `linkWechat`, but for the code, which the client adds. */
export type LinkOptions = Omit<BodyOf<"/api/account/link-wechat">, "users_wx_code">;
/** `linked`, `already_linked` or `merged`, and the user. */
export type LinkAnswer = DataOf<"/api/account/link-wechat">;
/** The user, and the token that holds from now on; the client has taken both. */
export type UnlinkAnswer = DataOf<"/api/account/unlink-wechat">;
/** The token that holds from now on; the client has taken it. */
export type PasswordChangeAnswer = DataOf<"/api/platform/change-password">;
/** Body of `platform.changePassword`. */
export type PasswordChange = BodyOf<"/api/platform/change-password">;
/** Body of `platform.resetPassword`. */
export type PasswordReset = BodyOf<"/api/platform/reset-password">;
export type PasswordResetAnswer = DataOf<"/api/platform/reset-password">;
/** The two digits that the computer shows as well, and who asks. */
export type ScanRequest = DataOf<"/api/wechat/scan-open">;
/** `confirmed` or `refused`. */
export type ScanDecision = DataOf<"/api/wechat/scan-confirm">;
/** What a page's `onLoad` gets of a scanned code. */
export interface ScanQuery {
  /** Of a mini-program code. */
  scene?: string;
  /** Of an ordinary link (扫普通链接二维码), encoded. */
  q?: string;
}
/** Whose phone number it is, in `data.holder` of the error `phone_taken`: enough to ask “is this you?”. */
export type PhoneHolder = components["schemas"]["PhoneHolder"];
/** A file in a browser or in Node: `File` and `Blob` both fit. */
export interface BlobLike {
  readonly size: number;
  readonly type: string;
}
/** As `wx.request` takes it. */
export interface TransportRequest {
  url: string;
  method: Method;
  header: Record<string, string>;
  /** JSON text; undefined when there is no body. */
  data: string | undefined;
  /** Milliseconds. */
  timeout: number;
}
/** As `wx.uploadFile` takes it, but for the file that a browser or Node has in place of a path. */
export interface TransportUpload {
  url: string;
  header: Record<string, string>;
  /** Name of the form field. */
  name: string;
  filePath: string | BlobLike;
  /** Milliseconds. */
  timeout: number;
}
/** As `success` callbacks get it. */
export interface TransportAnswer {
  statusCode: number;
  /** Names in any case. `date` and `retry-after` are read. `wx.uploadFile` gives none. */
  header?: Record<string, string>;
  /** The body: parsed, or still text. */
  data: unknown;
}
/** How calls travel. An answer of any status resolves; rejecting means that no answer came. */
export interface Transport {
  request(request: TransportRequest): Promise<TransportAnswer>;
  upload(upload: TransportUpload): Promise<TransportAnswer>;
}
/** Where the session is kept: a part of Web Storage. Every function may throw, the client then goes on in memory. */
export interface SessionStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}
export interface ClientOptions {
  /** Where the service is, with its prefix if it has one: `https://example.com` or `https://example.com/pb`. */
  baseURL: string;
  /** Milliseconds that a call may take. Default: 20,000. */
  timeout?: number;
  /**
   * A token is renewed when it has fewer seconds than this to live.
   * Default: the last quarter of its life, and no more than a day.
   */
  renewWithin?: number;
  /** Default: the mini-program's storage, or localStorage; where there is none, memory. */
  storage?: SessionStorage;
  /** Default: one per `baseURL`. */
  storageKey?: string;
  /** Milliseconds since 1970. Default: `Date.now`. */
  clock?: () => number;
  /** Default: `wx.request` and `wx.uploadFile`, or `fetch`. */
  transport?: Transport;
  /** Gives a fresh sign-in code. Default: `wx.login`; where there is none, only platform users can sign in. */
  loginCode?: () => Promise<string>;
  /** Told how many seconds a sign-in waits because the service is busy; it goes on by itself. */
  onWait?: (seconds: number) => void;
}
/** One per app: calls that share a client share their flights. */
export interface Client {
  /** Who is signed in, without asking anybody; null when nobody is. The token in it may have ended. */
  readonly session: Session | null;
  /**
   * Signs in through `wx.login`, and registers a new user. Calls that meet share one flight. While the service is busy
   * it waits as long as it is told, up to two minutes each time; see `onWait`.
   * @throws WechatAuthError
   */
  login(): Promise<AuthAnswer>;
  /**
   * The session, with as little network as it takes: a token that is still good is used as it is, one near its end is
   * renewed, one that has ended is renewed through a new code, and without any of that `login` runs. Whatever this
   * device's clock says, a renewal that worked is not followed by another within a minute.
   * @throws WechatAuthError
   */
  ensureLogin(): Promise<Session>;
  /**
   * Renews the token now.
   * @throws WechatAuthError
   */
  refresh(): Promise<Session>;
  /** Forgets the session on this device. The service keeps no sessions, so there is nothing to tell it. */
  logout(options?: { everywhere?: false }): void;
  /**
   * Ends all tokens of the user, on every device, and forgets the session here.
   * @throws WechatAuthError, and the session stays
   */
  logout(options: { everywhere: true }): Promise<void>;
  /**
   * Calls the service as the signed-in user; signs in first where needed. On 401 the token is renewed once and the call
   * repeated once. Answers the parsed body, null when there is none.
   * @throws WechatAuthError
   */
  request<P extends ContractPath>(path: P, options: ContractOptions<P>): Promise<AnswerOf<P>>;
  request<T = unknown, P extends string = string>(
    path: P extends ContractPath ? never : P,
    options?: RequestOptions,
  ): Promise<T>;
  /**
   * Uploads what `chooseAvatar` chose (or a `File` in a browser) and answers its address, for `users_picture`. Uploads
   * go out one after the other; the service keeps the last.
   * @throws WechatAuthError
   */
  uploadAvatar(file: string | BlobLike, options?: CallOptions): Promise<string>;
  /**
   * Saves name, picture and the phone number behind a `getPhoneNumber` code. Where the answer is lost the same request
   * goes out again; the operator pays for the code once.
   *
   * A number that another account holds is `phone_taken`, with `data.holder` for the app to ask its user: the account is
   * theirs (`platform.login`, then `linkWechat`), or it is not (the same profile, same code, with
   * `phone_conflict: "claim"`: the number moves here).
   * @throws WechatAuthError
   */
  updateProfile(profile: Profile): Promise<User>;
  /**
   * Links the WeChat account of this phone to the signed-in user; signing in through WeChat is then signing in as them.
   * A guest that WeChat had by itself is absorbed; anybody else is `wechat_linked_elsewhere`, unless `merge` says so.
   * @throws WechatAuthError
   */
  linkWechat(options?: LinkOptions): Promise<LinkAnswer>;
  /**
   * Unlinks it. All tokens of the user end but the new one, which the session takes.
   * @throws WechatAuthError
   */
  unlinkWechat(): Promise<UnlinkAnswer>;
  /**
   * Closes the account (注销) and forgets the session; ask the user first. The proof that it is them is a fresh code of
   * this phone's WeChat, or their password.
   * @throws WechatAuthError `close_refused` with words for the user when the operator keeps the account
   */
  closeAccount(proof?: { password?: string }): Promise<void>;
  /** Signing a computer in that shows a code (扫码登录). */
  readonly scan: {
    /** The ticket in what the page was opened with; null when there is none. Asks nobody. */
    ticketOf(query: ScanQuery): string | null;
    /**
     * Takes the ticket for the signed-in user, and tells which computer asks; signs in first where needed. Show all of
     * it: the user confirms only when the digits on both screens are the same.
     * @throws WechatAuthError `ticket_not_found`: expired or used; `ticket_taken`: somebody else has scanned it
     */
    open(ticket: string): Promise<ScanRequest>;
    /**
     * Lets the computer in, or not. The same decision may be sent again.
     * @throws WechatAuthError `ticket_not_found`; `ticket_taken`: not opened, or decided otherwise
     */
    confirm(ticket: string, approve: boolean): Promise<ScanDecision>;
  };
  /** Phone and password, for H5 and Node. */
  readonly platform: {
    /** @throws WechatAuthError */
    register(registration: PlatformRegistration): Promise<AuthAnswer>;
    /** @throws WechatAuthError */
    login(credentials: PlatformCredentials): Promise<AuthAnswer>;
    /**
     * Ends all tokens of the user but the new one, which the session takes.
     * @throws WechatAuthError
     */
    changePassword(change: PasswordChange): Promise<PasswordChangeAnswer>;
    /**
     * Sets a forgotten password by the phone number behind a `getPhoneNumber` code, and ends all tokens of its user.
     * Nobody is signed in by it. Where the answer is lost the same request goes out again.
     * @throws WechatAuthError
     */
    resetPassword(reset: PasswordReset): Promise<PasswordResetAnswer>;
  };
}
export {};

/** Every failure of this client. */
export declare class WechatAuthError extends Error {
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** A stable machine word to branch on. */
  readonly reason: Reason;
  /** Field → what is wrong with it, in Chinese; empty when no field is to blame. */
  readonly fields: Readonly<Record<string, string>>;
  /** Whole seconds to wait before the same call may pass; null when the service did not say. */
  readonly retryAfter: number | null;
  /** For logs: what the platform said, such as the `errMsg` of a `fail` callback. May be empty. */
  readonly detail: string;
  /** What else the service says about this reason, such as `holder` for `phone_taken`; empty when nothing. */
  readonly data: Readonly<Record<string, unknown>>;
  constructor(
    reason: Reason,
    more?: {
      status?: number;
      fields?: Record<string, string>;
      retryAfter?: number | null;
      detail?: string;
      data?: Record<string, unknown>;
    },
    message?: string,
  );
}

/**
 * A client of one service. Make one and share it.
 * @throws WechatAuthError `invalid_argument` for options that cannot work
 */
export declare function createClient(options: ClientOptions): Client;
