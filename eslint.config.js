import js from "@eslint/js";
import globals from "globals";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      "pb_hooks/",
      "pb_data/",
      "src/generated/",
      ".cache/",
      "miniprogram/dist/",
      "miniprogram/web/",
      "**/*.d.ts",
    ],
  },
  js.configs.recommended,
  tseslint.configs.strict,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-console": "off",
      // The compiler knows every name, in JavaScript files as well (checkJs).
      "no-undef": "off",
      // Empty bodies carry a comment that says why; an empty arrow is a plain “do nothing”.
      "@typescript-eslint/no-empty-function": "off",
    },
  },
  {
    // What reaches into the app or the outside has one room; docs/architecture.md.
    files: ["src/**/*.ts"],
    ignores: ["src/pocketbase/**"],
    rules: {
      "no-restricted-globals": [
        "error",
        ...["$app", "$apis", "$filesystem", "$http", "$os", "$security"].map((name) => ({
          name,
          message: "PocketBase's app and the outside are reached through src/pocketbase/ alone.",
        })),
      ],
    },
  },
  {
    // Plain scripts that PocketBase runs as they are.
    files: [
      "pb_migrations/**/*.js",
      "tests/migrations/fixtures/**/*.js",
      "bench/hooks/**/*.js",
      "standby/*.pb.js",
    ],
    rules: {
      // PocketBase's own declarations, for editors; there is no other way to name them in a plain script.
      "@typescript-eslint/triple-slash-reference": "off",
      "@typescript-eslint/no-require-imports": "off",
    },
    languageOptions: { sourceType: "script", globals: globals.es2022 },
  },
);
