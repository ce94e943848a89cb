/**
 * The commands that PocketBase's binary has beside its own: `pocketbase wechat-auth <name>`.
 * @module
 */

import { describeError } from "./go-errors.ts";

/** A line of the table of commands. */
export interface CommandLine {
  /** As it is typed, and the name of its file in src/commands/. */
  name: string;
  /** What it does, in a line of the binary's help. */
  does: string;
  /** Flags that are there or not, each with a line of help. */
  flags: { [name: string]: string };
  /** Flags that have a value, each with a line of help. */
  values?: { [name: string]: string };
  /** The exit status when it cannot be run to its end; 1 unless it says so. */
  failure?: number;
}

/** What a file in src/commands/ exports; it is loaded when the command is run. */
export interface CommandFile {
  /**
   * @param args what stands behind the command, flags left out
   * @param flags the names of those that are there
   * @param print writes a line to the standard output as it is; the console puts the time in front
   * @param values of the flags that have one; "" where the flag is not there
   * @returns the exit status
   */
  run(
    args: string[],
    flags: string[],
    print: (text: string) => void,
    values: { [name: string]: string },
  ): number;
}

/** Adds the commands to the binary; called while the hook files load. */
export function addCommands(lines: CommandLine[]): void {
  const group = new Command({ use: "wechat-auth", short: "Looks after the sign-in kit" });
  for (const line of lines) group.addCommand(commandOf(line));
  $app.rootCmd?.addCommand(group);
}

function commandOf(line: CommandLine): Command {
  const { name, does, flags, values = {} } = line;
  const command = new Command({
    use: name,
    short: does,
    run: (self, args) => {
      const given = Object.keys(flags).filter((flag) => self.flags()?.getBool(flag) === true);
      const texts = Object.keys(values).map((flag) => [flag, self.flags()?.getString(flag) ?? ""]);
      const print = (text: string) => void self.outOrStdout().write(toBytes(`${text}\n`));
      const status = statusOf(line, args, given, print, Object.fromEntries(texts));
      if (status !== 0) $os.exit(status);
    },
  });
  for (const [flag, help] of Object.entries(flags)) command.flags()?.bool(flag, false, help);
  for (const [flag, help] of Object.entries(values)) command.flags()?.string(flag, "", help);
  return command;
}

/** What is thrown here would end PocketBase in a panic, or be printed and then forgotten, as versions have it. */
function statusOf({ name, failure = 1 }: CommandLine, ...run: Parameters<CommandFile["run"]>): number {
  try {
    // Not as a plain call, which the bundler would take for one of its own.
    const file = globalThis.require(`${__hooks}/wechat_auth/command_${name}.js`) as CommandFile;
    return file.run(...run);
  } catch (error) {
    console.error(`wechat-auth ${name}: ${describeError(error)}`);
    return failure;
  }
}
