/** Codes from the sandbox WeChat, for development without an appid. Production does not use this file. */
const config = require("../config");

/** The name under which the sandbox knows this phone. */
const USER = "example-user";
/** A number that the sandbox pretends to have verified. */
const PHONE = "13800138000";

/**
 * @param {string} path
 * @returns {Promise<string>}
 */
function mint(path) {
  return new Promise((resolve, reject) => {
    wx.request({
      url: config.sandboxURL + path,
      method: "POST",
      success: ({ data }) => resolve(Object(data).code),
      fail: reject,
    });
  });
}

module.exports = {
  enabled: config.sandboxURL !== "",
  loginCode: () => mint(`/sandbox/login-codes?user=${USER}`),
  phoneCode: () => mint(`/sandbox/phone-codes?phone=${PHONE}`),
};
