import root from "../eslint.config.js";

export default [
  { ignores: ["dist/", "src/generated/", "example/lib/"] },
  ...root,
  {
    // Mini-programs load CommonJS modules.
    files: ["example/**/*.js"],
    languageOptions: { sourceType: "commonjs" },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
];
