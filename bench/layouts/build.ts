/**
 * The bundles in other layouts than the one that is deployed, made from the same source for a comparison.
 * @module
 */
import { cp, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build, type BuildOptions, type Plugin } from "esbuild";
import { BUNDLE_FOLDER } from "../../build/wiring.mjs";
import { projectRoot } from "../../scripts/server-process.ts";

/**
 * `bundles`: one for each operation, as deployed. `library`: what two of them share stands in one more file, which each
 * requires. `layers`: in two more files, of which the first holds what all operations need.
 */
export const LAYOUTS = ["bundles", "library", "layers"] as const;
export type Layout = (typeof LAYOUTS)[number];

const ENTRIES = "src/generated/entries";
const HOOKS = "src/hooks.ts";

const OPTIONS = {
  absWorkingDir: projectRoot,
  preserveSymlinks: true,
  bundle: true,
  write: false,
  outdir: "out",
  format: "esm",
  platform: "neutral",
  target: "es2022",
  charset: "utf8",
  define: { BUILD_TIME: "null" },
  mainFields: ["module", "main"],
  logLevel: "error",
} satisfies BuildOptions;

/** Files of the project, by the shared file that they are to stand in. */
type Layers = { [name: string]: string[] };

/** Writes `pb_hooks` in a layout into a folder. */
export async function writeLayout(layout: Layout, folder: string): Promise<void> {
  await cp(join(projectRoot, "pb_hooks"), folder, { recursive: true });
  if (layout === "bundles") return;
  const operations = (await readdir(join(projectRoot, ENTRIES))).map((file) => `${ENTRIES}/${file}`);
  const layers = await layersOf(layout, operations);
  const write = (name: string, text: string) =>
    writeFile(join(folder, BUNDLE_FOLDER, `${name}.js`), asCommonJs(text));
  for (const [index, [name, files]] of Object.entries(layers).entries()) {
    const below = Object.fromEntries(Object.entries(layers).slice(0, index));
    const contents = files.map((file) => `export * from "./${file}";`).join("\n");
    const stdin = { contents, resolveDir: projectRoot, loader: "ts" } as const;
    const { outputFiles } = await build({ ...OPTIONS, stdin, plugins: [elsewhere(below)] });
    await write(name, outputFiles[0]?.text ?? "");
  }
  const entryPoints = [...operations, HOOKS];
  const { outputFiles } = await build({ ...OPTIONS, entryPoints, plugins: [elsewhere(layers)] });
  for (const { path, text } of outputFiles) await write(basename(path, ".js"), text);
}

async function layersOf(layout: "library" | "layers", operations: string[]): Promise<Layers> {
  const users = new Map<string, string[]>();
  for (const entry of [...operations, HOOKS]) {
    const { metafile } = await build({ ...OPTIONS, entryPoints: [entry], metafile: true });
    for (const { inputs } of Object.values(metafile.outputs)) {
      for (const [file, { bytesInOutput }] of Object.entries(inputs))
        if (bytesInOutput > 0) users.set(file, [...(users.get(file) ?? []), entry]);
    }
  }
  // The table of routes names every operation: shared, it would bring all of them along.
  const own = [ENTRIES, HOOKS, "src/routes.ts", "src/operations/"];
  const files = [...users].filter(([file]) => !own.some((path) => file.startsWith(path)));
  const shared = files.filter(([, { length }]) => length > 1);
  const byAll = shared.filter(([, by]) => operations.every((operation) => by.includes(operation)));
  const names = (some: typeof shared) => some.map(([file]) => file);
  if (layout === "library") return { library: names(shared) };
  return { core: names(byAll), shared: names(shared.filter((each) => !byAll.includes(each))) };
}

/** Leaves the imports of files that stand in a layer to be required from there. */
function elsewhere(layers: Layers): Plugin {
  return {
    name: "layers",
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ kind, importer, path, resolveDir }) => {
        if (kind !== "import-statement" || importer.endsWith("<stdin>")) return undefined;
        const file = join(resolveDir, path);
        const layer = Object.keys(layers).find((name) =>
          layers[name]?.some((each) => join(projectRoot, each) === file),
        );
        return layer === undefined ? undefined : { path: layer, external: true, sideEffects: false };
      });
    },
  };
}

/** Imports become one `require` for each layer, kept by the runtime as the bundles are; exports as in build.mjs. */
function asCommonJs(module: string): string {
  const taken = new Map<string, string[]>();
  const renamed = (names: string) => names.replace(/(\w+) as (\w+)/g, "$1: $2").trim();
  const body = module
    .replace(/^import \{([^}]*)\} from "(\w+)";\n/gm, (_, names: string, layer: string) => {
      taken.set(layer, [...(taken.get(layer) ?? []), renamed(names)]);
      return "";
    })
    .replace(/^export \{([^}]*)\};$/m, (_, names: string) => {
      return `module.exports = {${names.replace(/(\w+) as (\w+)/g, "$2: $1")}};`;
    });
  const heads = [...taken].map(([layer, names]) => {
    const file = `\${__hooks}/${BUNDLE_FOLDER}/${layer}.js`;
    return `const { ${names.join(", ")} } = (globalThis.__wechatAuth_${layer} ??= require(\`${file}\`));\n`;
  });
  return `"use strict";\n${heads.join("")}${body}`;
}
