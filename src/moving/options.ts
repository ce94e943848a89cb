/**
 * What is asked of an import on the command line.
 * @module
 */
import { SOURCES, type SourceName } from "./sources.ts";

export interface ImportOptions {
  file: string;
  from: SourceName;
  /** "" where none was given and none is configured. */
  appid: string;
  isDry: boolean;
  onDuplicate: "report" | "oldest" | "newest";
  authData: string;
  wrap: "now" | "later";
}

/** What was asked for cannot be done; the message says how to ask. */
export class UsageProblem extends Error {}

/** @throws UsageProblem */
export function importOptions(
  args: string[],
  flags: string[],
  values: { [flag: string]: string },
  configuredAppid: string,
): ImportOptions {
  const [file, ...more] = args;
  if (!file || more.length > 0) {
    throw new UsageProblem(
      `one FILE is needed, ${args.length} given: wechat-auth import --from ${names().join("|")} FILE`,
    );
  }
  const appid = values.appid || configuredAppid;
  if (appid !== "" && !/^[A-Za-z0-9]{1,128}$/.test(appid)) {
    throw new UsageProblem(
      `--appid is the mini-program's appid (wx…), one alone, not ${JSON.stringify(appid)}`,
    );
  }
  return {
    file,
    from: word("from", values.from ?? "", names(), ""),
    appid,
    isDry: flags.includes("dry-run"),
    onDuplicate: word("on-duplicate", values["on-duplicate"] ?? "", ["report", "oldest", "newest"], "report"),
    authData: values["auth-data"] ?? "",
    wrap: word("wrap", values.wrap ?? "", ["now", "later"], "now"),
  };
}

const names = () => Object.keys(SOURCES) as SourceName[];

function word<W extends string>(flag: string, text: string, words: readonly W[], fallback: W | ""): W {
  const known = words.find((candidate) => candidate === (text || fallback));
  if (known) return known;
  throw new UsageProblem(
    `--${flag} is one of ${words.join(", ")}${text === "" ? ", and is needed" : `, not ${JSON.stringify(text)}`}`,
  );
}
