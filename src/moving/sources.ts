/**
 * The table of sources.
 * @module
 */
import { casdoorReader } from "./casdoor.ts";
import { csvReader } from "./csv.ts";
import { leancloudReader } from "./leancloud.ts";
import type { SourceOptions, SourceReader } from "./source.ts";
import { uniIdReader } from "./uni-id.ts";

export const SOURCES = {
  leancloud: leancloudReader,
  "uni-id": uniIdReader,
  casdoor: casdoorReader,
  csv: csvReader,
} satisfies { [name: string]: (options: SourceOptions) => SourceReader };

export type SourceName = keyof typeof SOURCES;
