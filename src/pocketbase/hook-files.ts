/**
 * Reads the hooks folder of the deployment.
 * @module
 */
import { routesIn, secondCopy } from "../domain/hook-files.ts";

/** The files that PocketBase loads as hooks: file name → text. */
export function hookFileTexts(): { [file: string]: string } {
  const texts: { [file: string]: string } = {};
  for (const entry of $os.readDir(__hooks)) {
    const name = entry?.name() ?? "";
    if (entry?.isDir() || !/\.pb\.(?:js|ts)$/.test(name)) continue;
    texts[name] = toString($os.readFile(`${__hooks}/${name}`));
  }
  return texts;
}

/** To be called while the hook files load. PocketBase itself would end in a Go panic, which names no file. */
export function refuseSecondCopy(): void {
  const texts = Object.entries(hookFileTexts());
  const problem = secondCopy(Object.fromEntries(texts.map(([name, text]) => [name, routesIn(text)])));
  if (!problem) return;
  console.error(problem);
  $os.exit(1);
}
