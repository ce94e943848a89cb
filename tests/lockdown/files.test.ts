import { describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import { get, inWords, lockdown, NEEDS_TOKEN, NOT_FOUND, post, users } from "./table.ts";
import { sendWith } from "../support/native-roles.ts";

lockdown("files", [
  {
    name: "an avatar is had by its unguessable name alone",
    request: ({ victim }) => get(`/api/files/tbl_auth_users/${victim.id}/avatar.png`),
    answers: users(NOT_FOUND, { superuser: NOT_FOUND }),
  },
  {
    name: "every signed-in user gets a token for files",
    request: () => post("/api/files/token"),
    answers: users("200 token", { guest: NEEDS_TOKEN, superuser: "200 token" }),
  },
]);

describe("a token for files", () => {
  const service = ownService();

  test("does not sign anybody in", async () => {
    const { id, token } = await service().platformUser();
    const record = `/api/collections/tbl_auth_users/records/${id}`;
    const files = JSON.parse((await sendWith(service(), token, post("/api/files/token"))).text).token;
    expect(inWords(await sendWith(service(), files, get(record)))).toBe(NOT_FOUND);
    expect(inWords(await sendWith(service(), token, get(`${record}?fields=id`)))).toBe("200 id");
  });
});
