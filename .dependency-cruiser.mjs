/**
 * Imports against the drawings of docs/architecture.md, circles, and operations that import each other; part of
 * `npm run lint`.
 */
import { readFileSync } from "node:fs";
import { drawingsOf, rulesOf } from "./build/rooms.mjs";

const document = readFileSync(new URL("docs/architecture.md", import.meta.url), "utf8");

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...drawingsOf(document).flatMap(rulesOf),
    { name: "no circle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "operations do not import each other",
      severity: "error",
      from: { path: "^src/operations/" },
      to: { path: "^src/operations/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // What the build writes: entries and validators import by their own rules, bundles nothing at all.
    exclude: {
      path: "^(?:src/generated/(?:entries|validators)|miniprogram/(?:dist|web|example/lib)|miniprogram/src/generated)/",
    },
    // Types count: whoever knows a type knows its room.
    tsPreCompilationDeps: true,
  },
};
