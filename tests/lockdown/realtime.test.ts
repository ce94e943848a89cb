import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import { EventStream, type ServerEvent } from "../support/event-stream.ts";
import {
  createVictim,
  createWorld,
  type Role,
  tokenOf,
  type Victim,
  type World,
} from "../support/native-roles.ts";

/** A collection that everybody may read: its event tells that what came before should have arrived. */
const BELL = "bell/*";

/** How often the bell is rung for an event that is late, before it counts as never sent. */
const MOST_BELLS = 20;

describe("realtime subscriptions", () => {
  const service = ownService();
  const open: EventStream[] = [];
  let world: World;
  let companies = 0;

  beforeAll(async () => {
    world = await createWorld(service());
    await service().admin.request("POST", "/api/collections", { name: "bell", type: "base", listRule: "" });
  });
  afterEach(() => {
    for (const stream of open.splice(0)) stream.close();
  });

  async function listen(role: Role, topics: string[]): Promise<EventStream> {
    const stream = await EventStream.open(service().url);
    open.push(stream);
    expect(await stream.subscribe([...topics, BELL], await tokenOf(world, role))).toBe(204);
    return stream;
  }

  async function ring(): Promise<void> {
    await service().admin.request("POST", "/api/collections/bell/records", {});
  }

  /**
   * All that the streams got so far, as sorted `<topic> <action>`, and the events themselves. PocketBase hands
   * each event to a goroutine of its own, so one may be overtaken by the bell after it: the bell is rung until
   * `most` events came to some stream, and once more for whatever should not come.
   */
  async function heard(streams: EventStream[], most: number): Promise<{ words: string[]; text: string }[]> {
    const events: ServerEvent[][] = streams.map(() => []);
    const ringAndRead = async () => {
      await ring();
      for (const [i, stream] of streams.entries())
        for (let event = await stream.next(); event.topic !== BELL; event = await stream.next())
          events[i]?.push(event);
    };
    const enough = () => events.some((got) => got.length >= most);
    for (let bells = 0; bells < MOST_BELLS && !enough(); bells++) await ringAndRead();
    await ringAndRead();
    return events.map((got) => ({
      words: got.map(({ topic, data }) => `${topic} ${data.action}`).sort(),
      text: JSON.stringify(got),
    }));
  }

  const topicsOf = ({ id }: Victim) => ({
    every: "tbl_auth_users/*",
    one: `tbl_auth_users/${id}`,
    filtered: `tbl_auth_users/*?options=${encodeURIComponent(JSON.stringify({ query: { filter: "id!=''" } }))}`,
    companies: "tbl_company/*",
  });

  /** Everything that can happen to a user and a company. */
  async function changeAll({ id }: Victim): Promise<void> {
    await service().admin.updateUser(id, { users_rank_level: 1 });
    await service().admin.updateUser(id, { users_status: -1 });
    await service().admin.updateUser(id, { users_rank_level: 2 });
    await service().admin.updateUser(id, { users_status: 0 });
    await service().admin.createCompany(`C-${++companies}`, "新公司");
  }

  test.each(["guest", "other", "wechat", "foreign"] as const)(
    "%s hears nothing of another user, and of no company",
    async (role) => {
      const stream = await listen(role, Object.values(topicsOf(world.victim)));
      await changeAll(world.victim);
      expect(await heard([stream], 0)).toEqual([{ words: [], text: "[]" }]);
    },
  );

  test("a user hears of their own record, by its id alone, and not while disabled", async () => {
    const topics = topicsOf(world.victim);
    const stream = await listen("owner", Object.values(topics));
    await changeAll(world.victim);
    const [own] = await heard([stream], 2);
    expect(own?.words).toEqual([`${topics.one} update`, `${topics.one} update`]);
    expect(own?.text).toContain(world.victim.phone);
    expect(own?.text).not.toMatch(/"users_status":-1|tokenKey|"password"/);
  });

  test("a superuser hears of everything", async () => {
    const { every, companies } = topicsOf(world.victim);
    const stream = await listen("superuser", [every, companies]);
    await changeAll(world.victim);
    const [all] = await heard([stream], 5);
    expect(all?.words).toEqual([...Array(4).fill(`${every} update`), `${companies} create`]);
  });

  test("of a user's deletion only superusers hear", async () => {
    const victim = await createVictim(service());
    const topics = topicsOf(victim);
    const roles = ["guest", "other", "foreign", "superuser"] as const;
    const streams = await Promise.all(roles.map((role) => listen(role, [topics.every, topics.one])));
    await service().admin.request("DELETE", `/api/collections/tbl_auth_users/records/${victim.id}`);
    expect((await heard(streams, 2)).map(({ words }) => words)).toEqual([
      [],
      [],
      [],
      [`${topics.every} delete`, `${topics.one} delete`],
    ]);
  });

  test("a connection that belongs to one user cannot be taken over by another", async () => {
    const stream = await listen("owner", []);
    expect(await stream.subscribe(["tbl_auth_users/*"], world.tokens.other)).toBe(403);
    expect(await stream.subscribe(["tbl_auth_users/*"])).toBe(403);
  });
});
