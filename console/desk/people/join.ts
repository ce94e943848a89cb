/**
 * Joining two records of one person: which other one it may be, and what comes of it.
 * @module
 */
import type { components } from "../../../src/generated/api.d.ts";
import type { Result } from "../../service/result.ts";
import { callAsSuperuser } from "../session.ts";
import { EVERYBODY } from "./list.ts";
import { calledInSentence, isPlatform, type Person } from "./person.ts";
import { findPeople } from "./query.ts";

/** Who is found beyond these is not meant: a name that many have wants more letters. */
const CANDIDATES = 5;

/** Those of whom the text speaks and who may be the same person. */
export async function findOthers(person: Person, text: string): Promise<Result<Person[]>> {
  const found = await findPeople({ ...EVERYBODY, text }, 1, CANDIDATES + 1);
  if (!found.ok) return found;
  return { ok: true, value: found.value.filter(({ id }) => id !== person.id).slice(0, CANDIDATES) };
}

export const joinUsers = (survivor: Person, absorbed: Person) =>
  callAsSuperuser<components["schemas"]["JoinUsersData"]>("/api/system/join-users", {
    survivor_id: survivor.id,
    absorbed_id: absorbed.id,
  });

/** What stands against it, in words; null where nothing is known to. */
export function obstacle(survivor: Person, absorbed: Person): string | null {
  if (survivor.users_status < 0) return "这个账号现在不能登录，先恢复或批准它，再合并。";
  if (absorbed.users_status < 0) return "那条记录现在不能登录，先恢复或批准它，再合并。";
  const both = survivor.identities.find(({ appid }) =>
    absorbed.identities.some((one) => one.appid === appid),
  );
  return both ? `两条记录在小程序 ${both.appid} 各有一个微信，先解除其中一个的绑定，再合并。` : null;
}

/** What will be different, a sentence each. */
export function consequences(survivor: Person, absorbed: Person): string[] {
  const stays = calledInSentence(survivor);
  const phoneIsLost = absorbed.users_phone !== "" && !takesPhone(survivor, absorbed);
  return [
    `那条记录的微信和业务数据归${stays}；${stays}空缺的姓名、头像、手机号由它补上。`,
    "那条记录停用，它的登录全部失效；这个账号的登录和密码不变。",
    ...(phoneIsLost ? [`那条记录的手机号 ${absorbed.users_phone} 不会保留。`] : []),
    ...(isPlatform(absorbed) && !isPlatform(survivor)
      ? [
          "那条记录能用手机号和密码登录，这个账号不能：合并后此人只能从小程序登录。要保留密码，请打开那条记录，把这一条并过去。",
        ]
      : []),
  ];
}

/** As the service decides (src/domain/merging.ts). */
function takesPhone(survivor: Person, absorbed: Person): boolean {
  if (survivor.users_phone === "") return true;
  return survivor.users_phone_verified_at === "" && absorbed.users_phone_verified_at !== "";
}
