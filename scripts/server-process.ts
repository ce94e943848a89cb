/**
 * Runs one PocketBase process: start, wait until it answers, stop.
 * @module
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { pocketbaseBinary } from "./binary.ts";

export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Thrown when PocketBase ends before it serves; the message holds what it printed. */
export class ServerEnded extends Error {}

export interface ServerOptions {
  dataDir: string;
  /** The PocketBase to run; unless given, the one that everything here runs. */
  binary?: string;
  /** 0 picks a free port. */
  port?: number;
  host?: string;
  hooksDir?: string;
  migrationsDir?: string;
  /** Runtimes PocketBase keeps ready; 0 makes a fresh one for every call. */
  hooksPool?: number;
  /** The process sees this environment beside PATH, and nothing of ours. */
  env?: { [name: string]: string };
  onOutput?: (text: string) => void;
}

export interface ServerProcess {
  url: string;
  pid: number;
  /** Everything the process has printed so far. */
  output(): string;
  /** Resolves with the exit code (null after a signal) once the process has ended. */
  exited: Promise<number | null>;
  /** Asks the process to end, and waits until it has. */
  stop(): Promise<void>;
  /** Ends the process at once, as a crash would. */
  kill(): Promise<void>;
}

/**
 * Below what systems give to outgoing connections (Linux from 32768, the others from 49152): one of those may have such a
 * port by the time somebody listens on it.
 */
const PORTS = { from: 20_000, to: 32_768 };

/** A port that was free a moment ago. */
export async function freePort(host = "127.0.0.1"): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.to);
    const server = createServer().listen(port, host);
    try {
      await once(server, "listening");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") continue;
      throw error;
    }
    server.close();
    await once(server, "close");
    return port;
  }
}

/** Folders and flags that every PocketBase command here shares. */
export function commonFlags({ dataDir, hooksDir, migrationsDir, hooksPool }: ServerOptions): string[] {
  return [
    `--dir=${dataDir}`,
    `--hooksDir=${hooksDir ?? join(projectRoot, "pb_hooks")}`,
    `--migrationsDir=${migrationsDir ?? join(projectRoot, "pb_migrations")}`,
    // A binary under the system's temp folder would turn dev mode on by itself.
    "--dev=false",
    "--hooksWatch=false",
    "--automigrate=false",
    ...(hooksPool === undefined ? [] : [`--hooksPool=${hooksPool}`]),
  ];
}

function environment(env: { [name: string]: string } = {}): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, ...env };
}

/** Runs a PocketBase command that ends by itself, such as `superuser upsert`. @returns what it printed */
export async function runCommand(args: string[], options: ServerOptions): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(
    options.binary ?? pocketbaseBinary(),
    [...args, ...commonFlags(options)],
    { env: environment(options.env) },
  );
  return stdout + stderr;
}

/** How many ports are tried where somebody takes the free one before PocketBase does. */
const MOST_PORTS = 5;

/**
 * Starts PocketBase and resolves once it serves requests.
 * @throws ServerEnded
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const host = options.host ?? "127.0.0.1";
  if (options.port) return startAt(host, options.port, options);
  for (let left = MOST_PORTS; ; left--) {
    try {
      return await startAt(host, await freePort(host), options);
    } catch (error) {
      if (left === 1 || !(error instanceof ServerEnded && /\blisten tcp\b.*\bbind:/.test(error.message)))
        throw error;
    }
  }
}

async function startAt(host: string, port: number, options: ServerOptions): Promise<ServerProcess> {
  const binary = options.binary ?? pocketbaseBinary();
  const child = spawn(binary, ["serve", `--http=${host}:${port}`, ...commonFlags(options)], {
    env: environment(options.env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const started = new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      const text = chunk.toString();
      printed += text;
      options.onOutput?.(text);
      // Printed right after the listener is open, so the next connection is accepted.
      if (printed.includes("Server started at")) resolve();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.once("error", reject);
    child.once("close", (code) => reject(new ServerEnded(`PocketBase ended with code ${code}:\n${printed}`)));
  });
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  await started;
  return {
    url: `http://${host}:${port}`,
    pid: child.pid ?? 0,
    output: () => printed,
    exited,
    stop: () => end(child, exited, "SIGTERM"),
    kill: () => end(child, exited, "SIGKILL"),
  };
}

async function end(child: ChildProcess, exited: Promise<unknown>, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  await exited;
}
