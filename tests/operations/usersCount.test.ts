import { expect } from "vitest";
import { scenarios } from "../support/scenarios.ts";

scenarios("usersCount", [
  {
    name: "counts the users there are",
    call: async (service) => {
      await service.wechatUser();
      return {};
    },
    status: 200,
    after: async (service, { body }) =>
      expect(body.data).toEqual({ total_users: await service.admin.countUsers() }),
  },
]);
