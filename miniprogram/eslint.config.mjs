import root from "../eslint.config.js";

export default [
  { ignores: ["dist/", "web/", "src/generated/", "example/lib/"] },
  ...root,
  {
    // See the build: a generator, which async functions become, would need a runtime on older DevTools.
    files: ["src/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: ":function[async=true], :function[generator=true]", message: "Chain promises here." },
      ],
    },
  },
  {
    // Mini-programs load CommonJS modules.
    files: ["example/**/*.js"],
    languageOptions: { sourceType: "commonjs" },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
];
