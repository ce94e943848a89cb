/**
 * Chinese words for what a collection refuses to store.
 * @module
 */

/** Why a record's field was refused, in PocketBase's terms. */
export interface FieldError {
  /** `validation_required`, `validation_not_unique` …, or what an operator's hook chose. */
  code: string;
  message: string;
  /** Bounds that the code speaks of. */
  params?: { [name: string]: unknown };
}

const RULES: { [code: string]: (bounds: { min?: unknown; max?: unknown }) => string } = {
  validation_required: () => "不能为空",
  validation_not_unique: () => "已被使用",
  validation_min_text_constraint: ({ min }) => `至少 ${min} 个字符`,
  validation_max_text_constraint: ({ max }) => `最多 ${max} 个字符`,
  validation_min_number_constraint: ({ min }) => `不能小于 ${min}`,
  validation_max_number_constraint: ({ max }) => `不能大于 ${max}`,
  validation_invalid_format: () => "格式不正确",
  validation_invalid_url: () => "必须是有效的网址",
  validation_is_url: () => "必须是有效的网址",
  validation_url_domain_not_allowed: () => "该网址的域名不被允许",
  validation_is_email: () => "必须是有效的邮箱地址",
  validation_email_domain_not_allowed: () => "该邮箱的域名不被允许",
};

/** How every code of PocketBase's own begins. */
const NATIVE_CODE = /^validation_/;
const ENGLISH = /^[\x20-\x7e]*$/;

/**
 * “field：rule”. An operator's hook that speaks to the user is quoted; PocketBase's own English is not.
 * @param field as the client knows it
 */
export function refusalWords(field: string, { code, message, params = {} }: FieldError): string {
  if (!ENGLISH.test(message) || !NATIVE_CODE.test(code)) return message;
  const rule = Object.hasOwn(RULES, code) ? RULES[code] : undefined;
  // A password field puts its bound into the words alone.
  const [bound] = /\d+/.exec(message) ?? [];
  return `${field}：${rule ? rule({ min: bound, max: bound, ...params }) : "不符合要求"}`;
}
