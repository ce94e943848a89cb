/**
 * The files of the deployment, ours and an operator's.
 * @module
 */
import { type Checksum, checksumsIn } from "../../domain/checksums.ts";
import type { AlteredFile, OperatorHooks } from "../../domain/deployment.ts";
import { cutOffCalls, mayFillRecords } from "../../domain/hook-calls.ts";
import { isOurWiring } from "../../domain/hook-files.ts";
import { hookFileTexts } from "../hook-files.ts";

/** Made by the build, beside the bundles. */
const MANIFEST = "pb_hooks/wechat_auth/SHA256SUMS";

/** Where a path of the manifest lies here. */
const placeOf = (path: string) =>
  path.replace(/^pb_hooks(?=\/)/, __hooks).replace(/^pb_migrations(?=\/)/, migrationsFolder());

/** As PocketBase's own flag has it; beside the data where it is not given. */
function migrationsFolder(): string {
  const given = $app.rootCmd?.persistentFlags()?.getString("migrationsDir") as string | undefined;
  return given || `${$app.dataDir()}/../pb_migrations`;
}

const textOf = (path: string) => toString($os.readFile(placeOf(path)));

/** Null where it is not there. */
function manifest(): Checksum[] | null {
  try {
    return checksumsIn(textOf(MANIFEST));
  } catch {
    return null;
  }
}

/** Those of our files that are not as they were built. */
export function alteredFiles(): AlteredFile[] {
  const listed = manifest();
  if (!listed) return [{ path: MANIFEST, how: "missing" }];
  return listed.flatMap(({ path, digest }): AlteredFile[] => {
    try {
      return $security.sha256(textOf(path)) === digest ? [] : [{ path, how: "changed" }];
    } catch {
      return [{ path, how: "missing" }];
    }
  });
}

/** File names of this release's migrations. */
export function shippedMigrations(): string[] {
  const ours = (manifest() ?? []).filter(({ path }) => path.startsWith("pb_migrations/"));
  if (ours.length === 0) throw new Error(`${MANIFEST} is missing`);
  return ours.map(({ path }) => path.replace("pb_migrations/", ""));
}

/** What an operator's hook files do beside ours. */
export function operatorHooks(): OperatorHooks {
  const files = Object.entries(hookFileTexts()).filter(([, text]) => !isOurWiring(text));
  return {
    cutOffs: files.flatMap(([file, text]) => cutOffCalls(text).map((call) => ({ file, ...call }))),
    mayFill: files.some(([, text]) => mayFillRecords(text)),
  };
}
