/**
 * Reads the hooks folder of the deployment.
 * @module
 */
import { type HookFiles, routesIn, secondCopy } from "../domain/hook-files.ts";

/** To be called while the hook files load. PocketBase itself would end in a Go panic, which names no file. */
export function refuseSecondCopy(): void {
  const files: HookFiles = {};
  for (const entry of $os.readDir(__hooks)) {
    const name = entry?.name() ?? "";
    if (entry?.isDir() || !/\.pb\.(?:js|ts)$/.test(name)) continue;
    files[name] = routesIn(toString($os.readFile(`${__hooks}/${name}`)));
  }
  const problem = secondCopy(files);
  if (!problem) return;
  console.error(problem);
  $os.exit(1);
}
