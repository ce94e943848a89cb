// @ts-check
/**
 * How the components that the build makes are called.
 * @module
 */

/** `wechatLogin` or `body_too_large` as a type is called in most languages. @param {string} name */
export function typeName(name) {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase());
}

/** What an operation's failures of one status are called, behind the operation's own name. */
export const FAILURE_NAMES = /** @type {Record<string, string>} */ ({
  400: "Refused",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  405: "MethodNotAllowed",
  409: "Conflict",
  413: "BodyTooLarge",
  415: "UnsupportedMediaType",
  429: "TooManyRequests",
  500: "ServerError",
  502: "BadGateway",
  503: "Unavailable",
});

/** A reference to a component. @param {"schemas" | "responses" | "headers"} kind @param {string} name */
export const component = (kind, name) => ({ $ref: `#/components/${kind}/${name}` });
