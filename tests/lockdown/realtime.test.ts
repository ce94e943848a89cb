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

/** A collection that everybody may read: an event of it arrives after all that came before. */
const BELL = "bell/*";

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

  /** All that the stream got before the bell that is now rung, as `<topic> <action>`, and the events themselves. */
  async function heard(stream: EventStream): Promise<{ words: string[]; text: string }> {
    const events: ServerEvent[] = [];
    for (let event = await stream.next(); event.topic !== BELL; event = await stream.next())
      events.push(event);
    return {
      words: events.map(({ topic, data }) => `${topic} ${data.action}`),
      text: JSON.stringify(events),
    };
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
      await ring();
      expect(await heard(stream)).toEqual({ words: [], text: "[]" });
    },
  );

  test("a user hears of their own record, by its id alone, and not while disabled", async () => {
    const topics = topicsOf(world.victim);
    const stream = await listen("owner", Object.values(topics));
    await changeAll(world.victim);
    await ring();
    const { words, text } = await heard(stream);
    expect(words).toEqual([`${topics.one} update`, `${topics.one} update`]);
    expect(text).toContain(world.victim.phone);
    expect(text).not.toMatch(/"users_status":-1|tokenKey|"password"/);
  });

  test("a superuser hears of everything", async () => {
    const { every, companies } = topicsOf(world.victim);
    const stream = await listen("superuser", [every, companies]);
    await changeAll(world.victim);
    await ring();
    expect((await heard(stream)).words).toEqual([...Array(4).fill(`${every} update`), `${companies} create`]);
  });

  test("of a user's deletion only superusers hear", async () => {
    const victim = await createVictim(service());
    const topics = topicsOf(victim);
    const roles = ["guest", "other", "foreign", "superuser"] as const;
    const streams = await Promise.all(roles.map((role) => listen(role, [topics.every, topics.one])));
    await service().admin.request("DELETE", `/api/collections/tbl_auth_users/records/${victim.id}`);
    await ring();
    const words = await Promise.all(streams.map(async (stream) => (await heard(stream)).words.sort()));
    expect(words).toEqual([[], [], [], [`${topics.every} delete`, `${topics.one} delete`]]);
  });

  test("a connection that belongs to one user cannot be taken over by another", async () => {
    const stream = await listen("owner", []);
    expect(await stream.subscribe(["tbl_auth_users/*"], world.tokens.other)).toBe(403);
    expect(await stream.subscribe(["tbl_auth_users/*"])).toBe(403);
  });
});
