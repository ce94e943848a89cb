/**
 * Texts that mean something to some machine: whatever takes one as more than text, shows it.
 * @module
 */

/** What it is → a text of at most 64 characters that is stored as it is. */
export const HARMLESS_AS_TEXT: { [what: string]: string } = {
  "an SQL statement": "'; DROP TABLE tbl_auth_users; --",
  "an SQL condition": "' OR '1'='1",
  "an SQL union": '") UNION SELECT password FROM _superusers --',
  "SQL placeholders": "?1 :id $1 {:id} [[openid]] {{tbl_auth_users}}",
  "a filter's end": '" || users_status >= 0 || "" = "',
  "a filter's macro": "@request.auth.id != '' && @now > created",
  "a LIKE pattern": "%_\\%",
  "a script": "<script>alert(document.cookie)</script>",
  "an HTML attribute": '"><img src=x onerror=alert(1)>',
  "HTML entities": "&lt;b&gt; &#60; &amp;amp;",
  "a Go template": '{{.}} {{printf "%s" .TokenKey}} {{template "x"}}',
  "a mail placeholder": "{RECORD:tokenKey} {TOKEN} {APP_NAME}",
  "a JavaScript template": "${$app} ${process.env.WECHAT_SECRET}",
  JSON: '{"users_status":-1,"users_idtype":"WeChat"}',
  "broken JSON": '"},"users_status":-1,{"x":"',
  "a prototype's name": "__proto__",
  "a method's name": "constructor.prototype.toString",
  "a path": "../../../pb_data/data.db",
  "a Windows path": "..\\..\\C:\\pb_data",
  "a shell command": "$(reboot) `id` | tee /tmp/x; &",
  "escapes that are not escaped": "%00 %0d%0aSet-Cookie:x=1 \\u0000 \\r\\n",
  "format verbs": "%s %n %d %!x(MISSING)",
  "a formula": "=cmd|' /C calc'!A0",
  "null and undefined": "null undefined NaN",
  "text beyond the basic plane": "𠮷野家 👩‍👩‍👧‍👦 😀",
  "a combining sequence that must not be normalised": "e\u0301 n\u0303 \u212b",
  "marks that turn the writing direction": "\u202eabc\u202c \u2067x\u2069",
  "invisible characters": "a\u200bb\u200dc\u2060d\u00ade",
  "separators of lines that JSON allows": "a\u2028b\u2029c\u0085d",
};

/** What it is → a text that no field takes. */
export const REFUSED: { [what: string]: string } = {
  "a line break with a header": "a\r\nSet-Cookie: x=1",
  "a line feed": "a\nb",
  "a carriage return": "a\rb",
  "a tabulator": "a\tb",
  "a NUL": "a\0b",
  "a NUL at the end": "ab\0",
  "an escape sequence of a terminal": "\u001b[2J\u001b]0;x\u0007",
  "a delete character": "a\u007fb",
  "half a surrogate pair": "a\ud800b",
  "the other half": "a\udc00b",
  "a replacement character": "a\ufffdb",
};
