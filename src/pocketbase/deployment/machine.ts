/**
 * The process and the machine that it runs on.
 * @module
 */
import type { Backups, Disk, Standby } from "../../domain/deployment.ts";
import { diskOf, lastSyncOf } from "../../domain/tool-answers.ts";
import { describeError } from "../go-errors.ts";
import { isReplicated } from "./database.ts";

/** PocketBase's flags are there for whoever runs its binary; a program of one's own may lack them. */
function flags() {
  const set = $app.rootCmd?.persistentFlags();
  if (!set) throw new Error("PocketBase's flags cannot be read");
  return set;
}

export const pocketbaseVersion = (): string => $app.rootCmd?.version ?? "";
export const hooksWatch = (): boolean => flags().getBool("hooksWatch");
export const hooksPool = (): number => flags().getInt("hooksPool");

/** Runs a program to its end. @returns what it printed @throws where there is none, or it fails */
function printed(program: string, ...args: string[]): string {
  return toString($os.exec(program, ...args).output());
}

/** The disk that the data lies on. @throws where the system has no POSIX `df` */
export function disk(): Disk {
  return diskOf(printed("df", "-Pk", $app.dataDir()));
}

/** The plan of PocketBase's own backups and the newest one, wherever they are kept. */
export function backups(): Backups {
  const { cron } = $app.settings().backups;
  const storage = $app.newBackupsFilesystem();
  try {
    const times = storage
      .list("")
      .filter((file) => /\.zip$/.test(file?.key ?? ""))
      .map((file) => (file as blob.ListObject).modTime.unixMilli());
    return { cron, newestAt: times.length > 0 ? Math.max(...times) : null };
  } finally {
    storage.close();
  }
}

/**
 * How old the standby's replica is, which only Litestream knows: it is asked by its control socket, in the folder that
 * standby.env calls `STANDBY_STATE`.
 */
export function standby(): Standby {
  const facts = { isReplicated: isReplicated(), lastSyncAt: null, isDown: false };
  const folder = $os.getenv("STANDBY_STATE").trim();
  if (folder === "") return { ...facts, silence: "环境里没有 STANDBY_STATE，不知道怎么问 Litestream" };
  try {
    const program = $os.getenv("LITESTREAM_BIN").trim() || "litestream";
    const answer = printed(program, "list", "-json", "-timeout", "5", "-socket", `${folder}/litestream.sock`);
    const lastSyncAt = lastSyncOf(answer, "data.db");
    return { isReplicated: true, lastSyncAt, isDown: false, silence: "Litestream 还没有同步过 data.db" };
  } catch (error) {
    const [why = ""] = describeError(error).split("\n");
    // A program that ran and failed has found nobody at the socket; one that is not there tells nothing.
    const isDown = /exit status/.test(why);
    return { isReplicated: true, lastSyncAt: null, isDown, silence: `运行不了 litestream（${why}）` };
  }
}
