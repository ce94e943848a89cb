import { defineConfig } from "vitest/config";

/** Tests against real servers: two cores, so two files at a time. */
const http = {
  globalSetup: ["tests/support/global-setup.ts"],
  // Time-outs only end what hangs: a busy machine is no failure.
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: "pure", include: ["tests/domain/**/*.test.ts", "tests/sandbox/**/*.test.ts"] } },
      {
        test: {
          ...http,
          name: "http",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/domain/**", "tests/sandbox/**"],
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
