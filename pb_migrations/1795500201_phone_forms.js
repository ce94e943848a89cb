/// <reference path="../pb_data/types.d.ts" />

// Phones in the form in which the service stores them since it knows all countries: a mainland mobile number is its 11
// digits, any other is `+`, calling code and number. An earlier release stored what WeChat wrote in front of a number
// (`+0868…`, `+8860912…`), and other software has forms of its own (`852-…`, `00852…`, marks that a paste brought).
// A phone that is no number stays as it is. So do two records whose phones would meet: the log names them.
// Each old value is kept beside those of 1795500003_identities.js, so that down puts it back.
//
// PocketBase runs every migration file in a VM of its own: the small helpers cannot be shared.

const USERS = "tbl_auth_users";
const REWRITES = "_wechat_auth_rewrites";
const FORMS = "_wechat_auth_phone_forms";
const STEP = "phone_form";
const PAGE = 5000;

const AS_STORED = `1[3-9]${"[0-9]".repeat(9)}`;
const MAINLAND = "86";
const MAINLAND_MOBILE = /^1[3-9][0-9]{9}$/;
/** What stands between digits without a meaning: blanks, brackets, dashes, invisible marks. */
const GAP = /[\t ()[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]/g;
/**
 * Codes that a number may begin with, followed by a gap, without a plus sign. Others are area codes of the mainland as well.
 */
const NEIGHBOURS = ["852", "853", "886"];

/**
 * Calling codes as they were when this was written: code, trunk prefix (what is dialled inside the country), lengths of
 * mobile numbers, and, where those do not tell whether the code is part of a number, the pattern of mobile numbers.
 */
const CALLING_CODES = `
  1 1 10; 7 8 10; 20 0 10;
  27 0 5,6,7,8,9 (?:1(?:3492[0-25]|4495[0235]|549(?:20|5[01]))|4[34]492[01])\\d{3}|8[1-4]\\d{3,7}|(?:2[27]|47|54)4950\\d{3}|(?:1(?:049[2-4]|9[12]\\d\\d)|(?:50[0-2]|[67]\\d\\d)\\d\\d|8(?:5\\d{3}|7(?:08[67]|158|28[5-9]|310)))\\d{4}|(?:1[6-8]|28|3[2-69]|4[025689]|5[36-8])4920\\d{3}|(?:12|[2-5]1)492\\d{4};
  30 - 10; 31 0 9,11 (?:6[1-58]|970\\d)\\d{7}; 32 0 9; 33 0 9; 34 - 9; 36 06 9; 39 - 9,10; 40 0 9; 41 0 9;
  43 0 7,8,9,10,11,12,13 6(?:485|(?:5[0-3579]|6[013-9]|[7-9]\\d)\\d)\\d{3,9}; 44 0 10; 45 - 8; 46 0 9; 47 - 8; 48 - 9;
  49 0 10,11; 51 0 9; 52 - 10; 53 0 8; 54 0 10,11; 55 0 10,11; 56 - 9; 57 0 10; 58 0 10; 60 0 9,10; 61 0 9;
  62 0 9,10,11,12 8[1-35-9]\\d{7,10}; 63 0 10; 64 0 8,9,10 2(?:[0-27-9]\\d|6)\\d{6,7}|2(?:1\\d|75)\\d{5}; 65 - 8;
  66 0 9; 81 0 10; 82 0 9,10; 84 0 9; 86 0 11; 90 0 10; 91 0 10; 92 0 10; 93 0 9; 94 0 9;
  95 0 7,8,9,10 (?:17[01]|9(?:2(?:[0-4]|[56]\\d\\d)|(?:3(?:[0-36]|4\\d)|(?:6\\d|8[89]|9[4-8])\\d|7(?:3|40|[5-9]\\d))\\d|4(?:(?:[0245]\\d|[1379])\\d|88)|5[0-6])\\d)\\d{4}|9[69]1\\d{6}|9(?:[68]\\d|9[089])\\d{5};
  98 0 10; 211 0 9; 212 0 9; 213 0 9; 216 - 8; 218 0 9; 220 - 7,9; 221 - 9; 222 - 8; 223 - 8; 224 - 9; 225 - 10;
  226 - 8; 227 - 8; 228 - 8; 229 - 10; 230 - 8; 231 0 7,9; 232 0 8; 233 0 9; 234 0 10; 235 - 8; 236 - 8; 237 - 9;
  238 - 7; 239 - 7; 240 - 9; 241 - 7,8; 242 - 9; 243 0 7,9; 244 - 9; 245 - 9; 246 - 7; 247 - 5; 248 - 7; 249 0 9;
  250 0 9; 251 0 9; 252 0 7,8,9; 253 - 8; 254 0 9; 255 0 9; 256 0 9; 257 - 8; 258 - 9; 260 0 9; 261 0 9; 262 0 9;
  263 0 9; 264 0 9; 265 0 9; 266 - 8; 267 - 8; 268 - 8; 269 - 7; 290 - 5; 291 0 7; 297 - 7; 298 - 6; 299 - 6;
  350 - 8; 351 - 9; 352 - 9; 353 0 9; 354 - 7,9; 355 0 9; 356 - 8; 357 - 8; 358 0 6,7,8,9,10 (?:4[0-8]|50)\\d{4,8};
  359 0 8,9; 370 0 8; 371 - 8; 372 - 7,8; 373 0 8; 374 0 8; 375 8 9; 376 - 6,9 690\\d{6}|[356]\\d{5}; 377 0 8,9;
  378 - 8; 380 0 9; 381 0 8,9,10; 382 0 8; 383 0 8; 385 0 8,9; 386 0 8; 387 0 8,9; 389 0 8; 420 - 9; 421 0 9;
  423 0 7,9; 500 - 5; 501 - 7; 502 - 8; 503 - 8; 504 - 8; 505 - 8; 506 - 8; 507 - 7,8;
  508 0 6,9 708(?:4[0-5]|5[0-6])\\d{4}|(?:[236-9]\\d|4[02-489]|5[02-9])\\d{4}; 509 - 8; 590 0 9; 591 0 8; 592 - 7;
  593 0 9; 594 0 9; 595 0 9; 596 0 9; 597 - 7; 598 0 8; 599 - 7,8; 670 - 8; 672 - 6; 673 - 7; 674 - 7; 675 - 8;
  676 - 7; 677 - 5,7; 678 - 7; 679 - 7; 680 - 7; 681 - 6; 682 - 5; 683 - 4,7 (?:[56]|888[1-9])\\d{3};
  685 - 7,10 (?:7[1-35-8]|8(?:[3-7]|9\\d{3}))\\d{5}; 686 0 8; 687 - 6; 688 - 6,7; 689 - 8;
  690 - 4,5,6,7 7[2-4]\\d{2,5}; 691 - 7; 692 1 7; 850 0 10; 852 - 8; 853 - 8; 855 0 8,9; 856 0 9,10; 880 0 10;
  886 0 9; 960 - 7; 961 0 7,8; 962 0 9; 963 0 9; 964 0 10; 965 - 8; 966 0 9; 967 0 9; 968 - 8; 970 0 9; 971 0 9;
  972 0 9; 973 - 8; 974 - 8; 975 - 8; 976 0 8; 977 0 10; 992 - 9; 993 8 8; 994 0 9; 995 0 9; 996 0 9; 998 - 9;
`;

migrate(
  (app) => {
    createForms(app);
    collectForms(app);
    const meeting = leaveMeeting(app);
    createRewrites(app);
    writeForms(app);
    dropRewritesIfEmpty(app);
    execute(app, `DROP TABLE ${FORMS}`);
    if (meeting !== "")
      console.log(
        `${USERS}.users_phone: these records have one phone in two forms and keep them: ${meeting}.`,
      );
  },
  (app) => {
    if (!app.hasTable(REWRITES)) return;
    if (app.hasTable(USERS))
      execute(
        app,
        `UPDATE ${USERS} SET users_phone = r.old_value FROM ${REWRITES} r
          WHERE r.step = {:step} AND r.id = ${USERS}.id AND ${USERS}.users_phone = r.new_value`,
        { step: STEP },
      );
    execute(app, `DELETE FROM ${REWRITES} WHERE step = {:step}`, { step: STEP });
    dropRewritesIfEmpty(app);
  },
);

/** The form in which the service stores a phone, or the text itself when it is none that can be told. */
function formOf(text) {
  const plain = text.replace(/[\uff0b\uff10-\uff19]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  const packed = plain.replace(GAP, "");
  if (!/^\+?[0-9]{4,20}$/.test(packed)) return text;
  const digits = packed.replace(/^\+?0*/, "");
  const isMarked = /^(?:\+|00)/.test(packed);
  if (!isMarked && MAINLAND_MOBILE.test(digits)) return digits;
  const beginning = plain.replace(GAP, " ").trim().split(" ")[0];
  const namesCountry = isMarked || digits.startsWith(MAINLAND) || NEIGHBOURS.includes(beginning);
  return (namesCountry && international(digits)) || text;
}

/** A number that begins with its calling code, in its form; null when it is no mobile number of that country. */
function international(digits) {
  const plan = planOf(digits.slice(0, 1)) ?? planOf(digits.slice(0, 2)) ?? planOf(digits.slice(0, 3));
  if (!plan) return null;
  const { code, trunk, isMobile, ownCode } = plan;
  const withoutTrunk = (number) => {
    const rest = number.slice(trunk.length);
    return number.startsWith(trunk) && isMobile(rest) ? rest : number;
  };
  const number = digits.slice(code.length);
  const spellings = [number, number.replace(ownCode, "")];
  const national = spellings.map(withoutTrunk).find(isMobile);
  if (national === undefined) return null;
  return code === MAINLAND ? national : `+${code}${national}`;
}

/** Plans by calling code, as far as they have been asked for. */
const plans = new Map();

function planOf(code) {
  if (!plans.has(code)) {
    const row = CALLING_CODES.split(";")
      .map((text) => text.trim().split(" "))
      .find(([name]) => name === code);
    plans.set(code, row ? planFrom(row) : null);
  }
  return plans.get(code);
}

function planFrom([code, trunk, lengths, pattern = "[0-9]*"]) {
  const allowed = new Set(lengths.split(",").map(Number));
  const shape = code === MAINLAND ? MAINLAND_MOBILE : new RegExp(`^(?:${pattern})$`);
  return {
    code,
    trunk,
    isMobile: (number) => allowed.has(number.length) && shape.test(number),
    ownCode: new RegExp(`^0*${code}`),
  };
}

/** Notes the new form of each phone that is not in it. */
function collectForms(app) {
  let last = 0;
  for (;;) {
    // As one text: taking a million values out of rows one by one takes many times as long.
    const [{ page }] = select(
      app,
      `SELECT json_group_array(json_array(place, id, phone)) AS page FROM (
        SELECT rowid AS place, id, users_phone AS phone FROM ${USERS}
        WHERE rowid > ${last} AND users_phone != '' AND users_phone NOT GLOB '${AS_STORED}'
        ORDER BY rowid LIMIT ${PAGE})`,
      { page: "" },
    );
    const rows = JSON.parse(page);
    if (rows.length === 0) return;
    const changes = rows
      .map(([, id, phone]) => [id, phone, formOf(phone)])
      .filter(([, phone, form]) => form !== phone);
    execute(
      app,
      `INSERT INTO ${FORMS} (id, old_value, new_value)
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each({:changes})`,
      { changes: JSON.stringify(changes) },
    );
    last = rows[rows.length - 1][0];
  }
}

/** Forgets what would give two records one phone. Answers the ids of the records, in groups. */
function leaveMeeting(app) {
  const limit = 50;
  execute(
    app,
    `UPDATE ${FORMS} SET meets = 1
      WHERE new_value IN (SELECT new_value FROM ${FORMS} GROUP BY new_value HAVING count(*) > 1)
        OR EXISTS (SELECT 1 FROM ${USERS} u WHERE u.users_phone = new_value AND u.users_phone != '')`,
  );
  const rows = select(
    app,
    `SELECT new_value AS phone, id FROM ${FORMS} WHERE meets
      UNION SELECT users_phone, id FROM ${USERS}
        WHERE users_phone != '' AND users_phone IN (SELECT new_value FROM ${FORMS} WHERE meets)
      ORDER BY phone, id LIMIT ${limit + 1}`,
    { phone: "", id: "" },
  );
  execute(app, `DELETE FROM ${FORMS} WHERE meets`);
  const groups = {};
  for (const { phone, id } of rows.slice(0, limit)) groups[phone] = [...(groups[phone] ?? []), id];
  const named = Object.values(groups).map((ids) => ids.join(" "));
  return named.join(", ") + (rows.length > limit ? " and more" : "");
}

function writeForms(app) {
  execute(
    app,
    `INSERT INTO ${REWRITES} (id, step, old_value, new_value) SELECT id, {:step}, old_value, new_value FROM ${FORMS} WHERE TRUE
      ON CONFLICT (id, step) DO UPDATE SET old_value = excluded.old_value, new_value = excluded.new_value`,
    { step: STEP },
  );
  execute(app, `UPDATE ${USERS} SET users_phone = f.new_value FROM ${FORMS} f WHERE f.id = ${USERS}.id`);
}

function createForms(app) {
  execute(app, `DROP TABLE IF EXISTS ${FORMS}`);
  execute(
    app,
    `CREATE TABLE ${FORMS} (id TEXT PRIMARY KEY, old_value TEXT NOT NULL, new_value TEXT NOT NULL,
      meets INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID`,
  );
  execute(app, `CREATE INDEX ${FORMS}_new_value ON ${FORMS} (new_value)`);
}

function createRewrites(app) {
  execute(
    app,
    `CREATE TABLE IF NOT EXISTS ${REWRITES} (id TEXT NOT NULL, step TEXT NOT NULL, old_value TEXT NOT NULL,
      new_value TEXT NOT NULL, PRIMARY KEY (id, step)) WITHOUT ROWID`,
  );
  // Old phones are personal data: they go when their user goes.
  execute(
    app,
    `CREATE TRIGGER IF NOT EXISTS ${REWRITES}_delete AFTER DELETE ON ${USERS}
      BEGIN DELETE FROM ${REWRITES} WHERE id = OLD.id; END`,
  );
}

function dropRewritesIfEmpty(app) {
  if (select(app, `SELECT id FROM ${REWRITES} LIMIT 1`, { id: "" }).length > 0) return;
  execute(app, `DROP TRIGGER IF EXISTS ${REWRITES}_delete`);
  execute(app, `DROP TABLE ${REWRITES}`);
}

function execute(app, sql, params = {}) {
  app.db().newQuery(sql).bind(params).execute();
}

function select(app, sql, shape) {
  const rows = arrayOf(new DynamicModel(shape));
  app.db().newQuery(sql).all(rows);
  return JSON.parse(JSON.stringify(rows));
}
