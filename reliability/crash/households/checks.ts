/**
 * Households held against the database after a crash: each in a state that was acknowledged, or that a lost answer has
 * left possible; nobody's door is shut, and no door that was shut is open.
 * @module
 */
import type { Service } from "../../../tests/support/service.ts";
import type { Client } from "../../shared/client.ts";
import { type Household, nameOf, openidOf, passwordOf, phoneOf, seen, type State } from "./household.ts";
import { loginCode } from "./moves.ts";

interface Row {
  id: string;
  openid: string;
  users_idtype: string;
  users_name: string;
  users_status: unknown;
  users_merged_into: string;
  users_phone: string;
  users_phone_verified_at: string;
  users_unionid: string;
}

/** PocketBase answers at most 1000 rows. */
const AT_ONCE = 300;

/** @returns what is wrong, one line each; what a lost answer had left open is settled */
export async function checkHouseholds(
  service: Pick<Service, "admin" | "sandbox">,
  client: Client,
  households: readonly Household[],
): Promise<string[]> {
  const problems: string[] = [];
  for (let start = 0; start < households.length; start += AT_ONCE) {
    const some = households.slice(start, start + AT_ONCE);
    const found = await readRows(service, some);
    for (const household of some) problems.push(...(await checkOne(service, client, household, found)));
  }
  return problems;
}

/** The rows of some households: by their ids, and by what a write whose answer was lost has called them. */
async function readRows({ admin }: Pick<Service, "admin">, households: readonly Household[]) {
  const listed = (values: (string | undefined)[]) => values.map((value) => `'${value ?? ""}'`).join();
  const ids = households.flatMap(({ platform, guest }) => [platform?.id, guest?.id]).filter(Boolean);
  const openids = households.map(({ serial }) => openidOf(serial));
  const users = await admin.sql<Row>(
    `SELECT id, openid, users_idtype, users_name, users_status, users_merged_into, users_phone, users_phone_verified_at,
      users_unionid FROM tbl_auth_users WHERE id IN (${listed(ids)}) OR openid IN (${listed(openids)})
      OR users_phone IN (${listed(households.map(({ serial }) => phoneOf(serial)))})`,
  );
  const rows = await admin.sql<{ openid: string; user: string }>(
    `SELECT openid, user FROM tbl_auth_identities WHERE openid IN (${listed(openids)})`,
  );
  return { users, owners: new Map(rows.map(({ openid, user }) => [openid, user])) };
}

type Found = Awaited<ReturnType<typeof readRows>>;

async function checkOne(
  service: Pick<Service, "admin" | "sandbox">,
  client: Client,
  household: Household,
  { users, owners }: Found,
): Promise<string[]> {
  const { serial } = household;
  const platform = users.find(({ id, users_idtype, users_phone }) =>
    household.platform
      ? id === household.platform.id
      : users_idtype === "ManagePlatform" && users_phone === phoneOf(serial),
  );
  const guest = users.find(({ id, openid }) =>
    household.guest ? id === household.guest.id : openid === openidOf(serial),
  );
  const shown = seen({ ...stateOf(serial, platform, guest, owners.get(openidOf(serial))), password: 0 });
  const possible = household.possible.filter((state) => seen(state) === shown);
  if (possible.length === 0)
    return [`household ${serial} is ${shown}; acknowledged: ${household.possible.map(seen).join(" or ")}`];
  const isUncertain = household.possible.length > 1;
  household.possible = possible;
  const left = [platform, guest].flatMap((row) => (row ? leftovers(row) : []));
  const problems = left.map((what) => `household ${serial}: ${what}`);
  // The token may be one that the lost answer has ended.
  if (!isUncertain && household.platform?.token !== "") return problems;
  if (platform && !household.platform) household.platform = { id: platform.id, token: "" };
  if (guest && !household.guest) household.guest = { id: guest.id, token: "" };
  return [...problems, ...(await tryDoors(service, client, household))];
}

function stateOf(
  serial: number,
  platform: Row | undefined,
  guest: Row | undefined,
  owner: string | undefined,
): Omit<State, "password"> {
  const nameOfOwner = () => {
    if (owner === undefined) return "none";
    if (owner === "") return "nobody";
    return owner === platform?.id ? "platform" : "guest";
  };
  const holder = [platform, guest].find((row) => row?.users_phone === phoneOf(serial));
  const nameOfHolder = () => {
    if (!holder) return "none";
    return holder === platform ? "platform" : "guest";
  };
  return {
    platform: platform ? (Number(platform.users_status) as State["platform"]) : null,
    guest: guest ? (Number(guest.users_status) as State["guest"]) : null,
    row: nameOfOwner(),
    phone: nameOfHolder(),
    isVerified: holder !== undefined && holder.users_phone_verified_at !== "",
  };
}

/** What a write in part would have left. */
function leftovers(row: Row): string[] {
  const status = Number(row.users_status);
  const rules: [boolean, string][] = [
    [(status === -2) === (row.users_merged_into !== ""), "absorbed by halves"],
    [
      status === 0 || row.users_phone + row.users_unionid + row.users_phone_verified_at === "",
      "gone, with something left",
    ],
    [status !== -9 || row.users_name === "", "closed, with a name"],
    [row.users_phone !== "" || row.users_phone_verified_at === "", "a mark without its phone"],
  ];
  return rules.filter(([holds]) => !holds).map(([, rule]) => rule);
}

/** Both doors of a household that somebody was at when the crash came; settles the password, and takes fresh tokens. */
async function tryDoors(
  service: Pick<Service, "admin" | "sandbox">,
  client: Client,
  household: Household,
): Promise<string[]> {
  const { serial } = household;
  const [state] = household.possible;
  const problems: string[] = [];
  if (state?.platform === 0 && state.phone === "platform") {
    const right = [];
    for (const one of household.possible) {
      const body = { users_phone: phoneOf(serial), password: passwordOf(serial, one.password) };
      const { status, body: answer } = await client.call("platformLogin", { body });
      if (status !== 200) continue;
      right.push(one);
      household.platform = { id: answer.record.id, token: answer.token };
    }
    if (right.length !== 1) problems.push(`household ${serial}: ${right.length} of its passwords work`);
    household.possible = [right[0] ?? state];
  }
  if (state?.row === "platform" || state?.row === "guest") {
    const owner = household[state.row];
    const body = { users_wx_code: loginCode(service, serial) };
    const { status, body: answer } = await client.call("wechatLogin", { body });
    if (status !== 200 || answer.record.id !== owner?.id)
      problems.push(`household ${serial}: its WeChat account does not sign in: ${status}`);
    else household[state.row] = { id: answer.record.id, token: answer.token };
  }
  return problems;
}

/** Whether a row of `tbl_auth_users` is a household's, which the ledger of the mixed load knows nothing of. */
export function householdRows(
  households: readonly Household[],
): (row: Pick<Row, "id" | "openid" | "users_name">) => boolean {
  const ids = new Set(households.flatMap(({ platform, guest }) => [platform?.id, guest?.id]));
  const names = new Set(households.map(({ serial }) => nameOf(serial)));
  const openids = new Set(households.map(({ serial }) => openidOf(serial)));
  return ({ id, openid, users_name }) => ids.has(id) || names.has(users_name) || openids.has(openid);
}
