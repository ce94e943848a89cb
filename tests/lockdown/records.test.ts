import { dashboard, get, lockdown, NOT_FOUND, ONLY_SUPERUSERS, post, type Row, users } from "./table.ts";
import type { World } from "../support/native-roles.ts";

const USERS = "/api/collections/tbl_auth_users/records";
const COMPANIES = "/api/collections/tbl_company/records";

const LIST = "200 items page perPage totalItems totalPages";
const USER =
  "200 collectionId collectionName company_id created email emailVisibility id openid updated usergroups_id " +
  "users_auth_type users_avatar users_convers_id users_id users_id_number users_idtype users_level " +
  "users_merged_into users_name users_parent_id users_phone users_phone_verified_at users_picture " +
  "users_promo_code users_rank_level users_status users_type verified";
/** With the hidden fields. */
const WHOLE_USER = USER.replace(" verified", " users_unionid verified").replace(
  "users_parent_id",
  "users_parent_id users_password_legacy",
);
const COMPANY = "200 collectionId collectionName company_id company_name id";

const onlySuperusers = users(ONLY_SUPERUSERS);
const ofVictim = ({ victim }: World, query = "") => `${USERS}/${victim.id}${query}`;

/** Each field alone, so that none hides behind another's refusal. */
const updates: Row[] = Object.entries({
  openid: "stolen",
  users_status: 5,
  users_idtype: "WeChat",
  users_phone: "13900000000",
  users_name: "别人",
  email: "stolen@manage.local",
  password: "stolen-password-1",
  tokenKey: "k".repeat(50),
  verified: true,
}).map(([field, value]) => ({
  name: `no user changes ${field}, not even their own`,
  request: (world) => ({ method: "PATCH", path: ofVictim(world), body: { [field]: value } }),
  answers: onlySuperusers,
}));

/** A condition on what is not readable must not be answered by how many there are. */
const probes: Row[] = [
  "?filter=(users_phone~'1')",
  "?filter=(users_phone='x'||id!='')&skipTotal=1",
  "?filter=(@collection.tbl_auth_users.users_phone~'1')",
  "?filter=(tokenKey~'a'||password~'a')",
  "?sort=-users_phone",
  "?sort=@random&perPage=1&fields=users_phone",
  "?expand=company_id&fields=*,expand.*",
  "?filter=(",
].map((query) => ({
  name: `a list answers no probe: ${query}`,
  request: () => get(USERS + query),
  answers: onlySuperusers,
}));

lockdown("records of tbl_auth_users", [
  {
    name: "only a superuser lists users",
    request: () => get(USERS),
    answers: users(ONLY_SUPERUSERS, { superuser: LIST }),
  },
  {
    name: "the collection's id is no way around",
    request: () => get("/api/collections/pbc_421601843/records"),
    answers: users(ONLY_SUPERUSERS, { superuser: LIST }),
  },
  ...probes,
  {
    name: "a user is seen by themselves and by superusers",
    request: (world) => get(ofVictim(world)),
    answers: users(NOT_FOUND, { owner: USER, superuser: WHOLE_USER }),
  },
  {
    name: "a record that does not exist looks like one that may not be seen",
    request: () => get(`${USERS}/aaaaaaaaaaaaaaa`),
    answers: users(NOT_FOUND, { superuser: NOT_FOUND }),
  },
  {
    name: "filter, expand and fields open no view of another",
    request: (world) =>
      get(ofVictim(world, "?filter=(id!='')&expand=users_via_id&fields=users_phone,password,tokenKey")),
    answers: users(NOT_FOUND, { owner: "200 users_phone", superuser: "200 users_phone" }),
  },
  {
    name: "only a superuser creates users",
    request: () =>
      post(USERS, { openid: "made", password: "made-password-1", passwordConfirm: "made-password-1" }),
    answers: users(ONLY_SUPERUSERS, { superuser: WHOLE_USER }),
  },
  ...updates,
  {
    name: "only a superuser changes a user",
    request: (world) => ({ method: "PATCH", path: ofVictim(world), body: { users_rank_level: 3 } }),
    answers: users(ONLY_SUPERUSERS, { superuser: WHOLE_USER }),
  },
  {
    name: "only a superuser deletes users",
    request: (world) => ({ method: "DELETE", path: ofVictim(world) }),
    answers: users(ONLY_SUPERUSERS, { superuser: "204" }),
  },
]);

lockdown("records of tbl_company", [
  {
    name: "only a superuser lists companies",
    request: () => get(`${COMPANIES}?filter=(company_name~'公司')&sort=company_id`),
    answers: users(ONLY_SUPERUSERS, { superuser: LIST }),
  },
  {
    name: "only a superuser views a company",
    request: ({ company }) => get(`${COMPANIES}/${company.id}`),
    answers: users(ONLY_SUPERUSERS, { superuser: COMPANY }),
  },
  {
    name: "only a superuser creates companies",
    request: () => post(COMPANIES, { company_id: "C002" }),
    answers: users(ONLY_SUPERUSERS, { superuser: COMPANY }),
  },
  {
    name: "only a superuser changes a company",
    request: ({ company }) => ({
      method: "PATCH",
      path: `${COMPANIES}/${company.id}`,
      body: { company_name: "更名" },
    }),
    answers: users(ONLY_SUPERUSERS, { superuser: COMPANY }),
  },
  {
    name: "only a superuser deletes companies",
    request: ({ company }) => ({ method: "DELETE", path: `${COMPANIES}/${company.id}` }),
    answers: users(ONLY_SUPERUSERS, { superuser: "204" }),
  },
  {
    name: "only a superuser empties a collection",
    request: () => ({ method: "DELETE", path: "/api/collections/tbl_company/truncate" }),
    answers: dashboard("204"),
  },
]);
