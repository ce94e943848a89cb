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

/** PocketBase's own sign-in answer: `token`, `record`, `meta`. */
export type AuthAnswer = components["schemas"]["AuthAnswer"];
/** Who has scanned. */
export type Scanner = components["schemas"]["ScanScanner"];
/** What the page shows while a code can be scanned. */
export interface ScanCode {
  /** Two digits that the phone shows as well: say that they have to be the same. */
  readonly checkCode: string;
  /** The picture to show, a data URI; null where there is a link. */
  readonly image: string | null;
  /** The text that the page has to draw as a QR code; null where there is a picture. */
  readonly link: string | null;
  /** When the code expires, in milliseconds since 1970 by this device's clock. */
  readonly expiresAt: number;
}
/**
 * - `starting`: a code is on its way
 * - `pending`: the code can be scanned
 * - `scanned`: somebody has scanned it, and is asked on the phone; `scanner` is null when the service does not say who
 * - `confirmed`: the phone has said yes, the sign-in is on its way
 * - `signed_in`: the end; `answer` is what any sign-in answers
 * - `refused`: the phone has said no
 * - `expired`: nobody has confirmed in time
 * - `failed`: it did not work; `reason` is one of openapi.yaml's, or `network_error`; `message` is for the user
 *
 * After the last three `refresh()` gets a new code.
 */
export type ScanLoginState =
  | {
      readonly status: "starting" | "refused" | "expired";
    }
  | {
      readonly status: "pending";
      readonly code: ScanCode;
    }
  | {
      readonly status: "scanned" | "confirmed";
      readonly code: ScanCode;
      readonly scanner: Scanner | null;
    }
  | {
      readonly status: "signed_in";
      readonly answer: AuthAnswer;
    }
  | {
      readonly status: "failed";
      readonly reason: string;
      readonly message: string;
      /** Whole seconds after which `refresh()` may work; null when the service did not say. */
      readonly retryAfter: number | null;
    };
export interface ScanLoginOptions {
  /** Where the service is, with its prefix if it has one; `""` for the origin that the page came from. */
  baseURL: string;
  /** Told of each state once, from `starting` on, and never after `stop()`. */
  onState: (state: ScanLoginState) => void;
  /** Default: the browser's. */
  fetch?: (url: string, options: FetchOptions) => Promise<FetchResponse>;
  /** Milliseconds that one call may take. Default: 15,000. */
  timeout?: number;
}
export interface ScanLogin {
  /** Drops the code at hand, whatever became of it, and gets a new one. */
  refresh(): void;
  /** Ends it, for a page that goes away. */
  stop(): void;
}
/** What is given to `fetch`. */
export interface FetchOptions {
  method: "POST";
  headers: Record<string, string>;
  body?: string;
  credentials: "omit";
  cache: "no-store";
}
/** What is read of its answer. */
export interface FetchResponse {
  readonly status: number;
  json(): Promise<unknown>;
}
/**
 * Gets a code and follows what the phone makes of it, up to the token. A poll that is lost is repeated; a code that
 * nobody confirms expires.
 */
export declare function scanLogin({ baseURL, onState, timeout, fetch: send }: ScanLoginOptions): ScanLogin;
