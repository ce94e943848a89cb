import { defineConfig } from "vitest/config";

/** Tests against real servers: two cores, so two files at a time. */
const http = {
  globalSetup: ["tests/support/global-setup.ts"],
  // Time-outs only end what hangs: a busy machine is no failure.
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

/** Tests of rules and of the sandbox, which need no PocketBase. */
const pure = [
  "tests/domain/**/*.test.ts",
  "tests/moving/**/*.test.ts",
  "tests/sandbox/**/*.test.ts",
  "tests/wechat/{answers,errcodes}.test.ts",
  "tests/doctor/judgements.test.ts",
];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: "pure", include: pure } },
      {
        test: {
          ...http,
          name: "http",
          include: ["tests/**/*.test.ts"],
          exclude: pure,
        },
      },
      {
        test: {
          ...http,
          name: "a fresh runtime per call",
          include: ["tests/operations/**/*.test.ts"],
          env: { HOOKS_POOL: "0" },
        },
      },
    ],
  },
});
