/**
 * What one person does once: the call, what the answer must say, and the note in the ledger.
 * @module
 */
import type { Service } from "../../tests/support/service.ts";
import { type Answer, type Call, type Client, Lost } from "./client.ts";
import type { Ledger, Person, State, Write } from "./ledger.ts";
import { originOf, passwordOf, profileOf, TINY_PNG } from "./people.ts";
import type { Tally } from "./tally.ts";

export interface Scene {
  service: Pick<Service, "sandbox" | "admin">;
  client: Client;
  ledger: Ledger;
  tally: Tally;
}

/** Performs an operation; null when it was refused or its answer was lost, which is then noted already. */
async function perform(
  { client, tally }: Scene,
  action: string,
  operationId: string,
  call: Call,
  write?: Write,
): Promise<Answer | null> {
  try {
    const answer = await client.call(operationId, call);
    if (answer.status === 200) {
      write?.acknowledged();
      tally.succeeded(action, answer.milliseconds);
      return answer;
    }
    write?.refused();
    tally.refused(action, answer.reason ?? String(answer.status));
  } catch (error) {
    if (error instanceof Lost) tally.lost(action);
    else tally.wrong(action, error instanceof Error ? error.message : String(error));
  }
  return null;
}

function loginCode({ service }: Scene, person: Person): object {
  return { users_wx_code: service.sandbox.mintLoginCode({ openid: person.openid ?? "" }).code };
}

/** Takes a sign-in answer in, and complains when it shows somebody else or a state the person cannot be in. */
function signedIn(
  { tally, ledger }: Scene,
  action: string,
  person: Person,
  status: string,
  answer: Answer,
): void {
  const { token, record, meta } = answer.body;
  const { user } = meta.data;
  const expected = person.id ?? record.id;
  ledger.identified(person, record.id, user.openid);
  person.firstToken ??= token;
  person.token = token;
  const state: State = user.users_name === "" ? "guest" : (originOf(user)?.version ?? "absent");
  if (meta.data.status !== status) tally.wrong(action, `answered ${meta.data.status} instead of ${status}`);
  if (record.id !== expected)
    tally.wrong(action, `person ${person.serial}, record ${expected}, got ${record.id}`);
  if (!person.possible.includes(state))
    tally.wrong(
      action,
      `person ${person.serial} is shown as ${state}, not as ${person.possible.join(" or ")}`,
    );
}

/** The first sign-in of a WeChat user. */
export async function wechatSignUp(scene: Scene): Promise<void> {
  const action = "WeChat login, new";
  const person = scene.ledger.newPerson("WeChat");
  const write = scene.ledger.write(person, "guest");
  const answer = await perform(scene, action, "wechatLogin", { body: loginCode(scene, person) }, write);
  if (answer) signedIn(scene, action, person, "register_success", answer);
  person.busy = false;
}

/** A new WeChat user on two devices at once: one record, and both are let in. */
export async function wechatSignUpTwice(scene: Scene): Promise<void> {
  const action = "WeChat login, new, twice at once";
  const person = scene.ledger.newPerson("WeChat");
  const write = scene.ledger.write(person, "guest");
  let refusals = 0;
  const counted: Write = { acknowledged: () => {}, refused: () => void (refusals += 1) };
  const answers = await Promise.all(
    [1, 2].map(() => perform(scene, action, "wechatLogin", { body: loginCode(scene, person) }, counted)),
  );
  const welcome = answers.filter((answer) => answer !== null);
  if (welcome.length > 0) write.acknowledged();
  else if (refusals === 2) write.refused();
  for (const answer of welcome) signedIn(scene, action, person, answer.body.meta.data.status, answer);
  const created = welcome.filter((answer) => answer.body.meta.data.status === "register_success");
  if (welcome.length === 2 && created.length !== 1)
    scene.tally.wrong(
      action,
      `${created.length} of two answers for person ${person.serial} say register_success`,
    );
  person.busy = false;
}

/** @param person a WeChat user whose record is there */
export async function wechatLogin(scene: Scene, person: Person): Promise<void> {
  const action = "WeChat login, known";
  const answer = await perform(scene, action, "wechatLogin", { body: loginCode(scene, person) });
  if (answer) signedIn(scene, action, person, "login_success", answer);
}

/** @param person a WeChat user with a token */
export async function completeProfile(scene: Scene, person: Person): Promise<void> {
  const action = "profile";
  person.version += 1;
  const { users_phone, ...profile } = profileOf(person.serial, person.version);
  const { code } = scene.service.sandbox.mintPhoneCode({ phone: users_phone });
  const write = scene.ledger.write(person, person.version);
  const body = { ...profile, users_phone_code: code };
  const answer = await perform(scene, action, "wechatProfile", { body, token: person.token }, write);
  if (answer && originOf(answer.body.data.user)?.version !== person.version)
    scene.tally.wrong(action, `person ${person.serial}: the answer does not show version ${person.version}`);
}

/** @param person a user with a token */
export async function uploadAvatar(scene: Scene, person: Person): Promise<void> {
  const before = person.avatars;
  person.avatars = [...before, null];
  const call = { file: TINY_PNG, token: person.token };
  const answer = await perform(scene, "avatar", "wechatAvatar", call, {
    acknowledged: () => {},
    refused: () => {
      person.avatars = before;
    },
  });
  if (answer) person.avatars = [answer.body.data.users_picture.split("/").pop()];
}

/** A new platform user. */
export async function register(scene: Scene): Promise<void> {
  const action = "registration";
  const person = scene.ledger.newPerson("ManagePlatform");
  const password = passwordOf(person.serial);
  const body = { ...profileOf(person.serial, 0), password, passwordConfirm: password };
  const answer = await perform(scene, action, "platformRegister", { body }, scene.ledger.write(person, 0));
  if (answer) signedIn(scene, action, person, "register_success", answer);
  person.busy = false;
}

/** @param person a platform user whose record is there */
export async function platformLogin(scene: Scene, person: Person): Promise<void> {
  const action = "platform login";
  const { users_phone } = profileOf(person.serial, 0);
  const body = { users_phone, password: passwordOf(person.serial) };
  const answer = await perform(scene, action, "platformLogin", { body });
  if (answer) signedIn(scene, action, person, "login_success", answer);
}

/** @param person a user with a token */
export async function refresh(scene: Scene, person: Person): Promise<void> {
  const answer = await perform(scene, "refresh by token", "refreshToken", { token: person.token });
  if (answer) person.token = answer.body.data.token;
}

export async function look(scene: Scene, operationId: "health" | "usersCount"): Promise<void> {
  await perform(scene, operationId === "health" ? "health" : "users count", operationId, {});
}

/** A superuser deletes the record. @param person a user whose record is there */
export async function remove({ service, ledger, tally }: Scene, person: Person): Promise<void> {
  const action = "delete by superuser";
  const write = ledger.write(person, "absent");
  const sent = performance.now();
  try {
    await service.admin.request("DELETE", `/api/collections/tbl_auth_users/records/${person.id}`);
    write.acknowledged();
    tally.succeeded(action, performance.now() - sent);
  } catch (error) {
    // fetch reports a broken connection as a TypeError; everything else is an answer that says no.
    if (error instanceof TypeError) {
      tally.lost(action);
      return;
    }
    write.refused();
    tally.refused(action, /: (\d{3}) /.exec(String(error))?.[1] ?? "refused");
  }
}
