/**
 * One of the two machines: a folder with PocketBase's data and Litestream's state, and the processes on it.
 * @module
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { projectRoot, type ServerProcess, startServer } from "../../scripts/server-process.ts";

const scripts = join(projectRoot, "standby");
const DATABASES = ["data.db", "auxiliary.db"];
const PATIENCE_MS = 30_000;

export interface Site {
  litestream: string;
  /** The folder that stands for the replica's place. */
  replica: string;
  syncInterval: string;
  hooksDir: string;
  /** Of the PocketBase process. */
  env: { [name: string]: string };
}

/** What a script has said and how it ended. */
export interface Ended {
  status: number | null;
  output: string;
}

export class Machine {
  readonly dataDir: string;
  readonly #state: string;
  #server: ServerProcess | null = null;
  readonly #running = new Map<string, ChildProcess>();

  private constructor(
    readonly name: string,
    readonly folder: string,
    private readonly site: Site,
  ) {
    this.dataDir = join(folder, "pb_data");
    this.#state = join(folder, "state");
  }

  static async create(name: string, under: string, site: Site): Promise<Machine> {
    const folder = join(under, name);
    await mkdir(folder, { recursive: true });
    return new Machine(name, folder, site);
  }

  get server(): ServerProcess {
    if (!this.#server) throw new Error(`PocketBase does not run on ${this.name}`);
    return this.#server;
  }

  /** Starts PocketBase on the data here. */
  async serve(): Promise<void> {
    const { hooksDir, env } = this.site;
    this.#server = await startServer({ dataDir: this.dataDir, hooksDir, env });
  }

  /** Starts replicate.sh, or a follow.sh for each database. */
  async replicate(): Promise<void> {
    await this.#start("replicate.sh");
  }

  async follow(): Promise<void> {
    for (const name of DATABASES) await this.#start("follow.sh", name);
  }

  /** Runs a script of standby/ to its end. */
  async run(script: string, ...args: string[]): Promise<Ended> {
    const child = spawn(join(scripts, script), args, { env: await this.environment() });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    const [status] = (await once(child, "close")) as [number | null];
    this.#note(output);
    return { status, output: output.trim() };
  }

  /** The same, for a script that must not fail. @throws Error */
  async must(script: string, ...args: string[]): Promise<string> {
    const { status, output } = await this.run(script, ...args);
    if (status !== 0) throw new Error(`${script} on ${this.name} ended with ${status}: ${output}`);
    return output;
  }

  /** Ends everything at once, as a power cut does for the processes. */
  async crash(): Promise<void> {
    const children = [...this.#running.values()];
    for (const child of children) child.kill("SIGKILL");
    await Promise.all([this.#server?.kill(), ...children.map(ended)]);
    this.#server = null;
    this.#running.clear();
  }

  /** Ends PocketBase, then what sends its changes, each in its own time. */
  async shutDown(): Promise<void> {
    await this.#server?.stop();
    this.#server = null;
    for (const child of this.#running.values()) {
      child.kill("SIGTERM");
      await ended(child);
    }
    this.#running.clear();
  }

  async epoch(): Promise<number> {
    return Number(await readFile(join(this.#state, "epoch"), "utf8").catch(() => "1"));
  }

  /** What the scripts and Litestream get as their environment; `EPOCH` is for Litestream when it is called directly. */
  async environment(): Promise<NodeJS.ProcessEnv> {
    const { litestream, replica, syncInterval } = this.site;
    return {
      PATH: process.env.PATH,
      PB_DATA: this.dataDir,
      STANDBY_STATE: this.#state,
      LITESTREAM_CONFIG: join(scripts, "litestream.yml"),
      LITESTREAM_BIN: litestream,
      REPLICA: `file://${replica}`,
      SYNC_INTERVAL: syncInterval,
      FOLLOW_INTERVAL: "200ms",
      EPOCH: `e${await this.epoch()}`,
    };
  }

  /** Calls Litestream itself, as somebody does who goes round the scripts. @returns what it has printed */
  async litestream(command: string, ...args: string[]): Promise<string> {
    const env = await this.environment();
    const config = ["-config", String(env.LITESTREAM_CONFIG)];
    const { stdout } = await promisify(execFile)(this.site.litestream, [command, ...config, ...args], {
      env,
    });
    return stdout;
  }

  /** Resolves once the replica has a snapshot of each database in this machine's epoch. */
  async hasSent(): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    for (const name of DATABASES) {
      const listed = () => this.litestream("ltx", "-level", "9", join(this.dataDir, name));
      // The first line is the table's head.
      while ((await listed()).trim().split("\n").length < 2) {
        if (performance.now() > deadline) throw new Error(`nothing of ${name} has reached the replica`);
        await delay(50);
      }
    }
  }

  async #start(script: string, ...args: string[]): Promise<void> {
    const child = spawn(join(scripts, script), args, { env: await this.environment() });
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => this.#note(String(chunk)));
    this.#running.set([script, ...args].join(" "), child);
  }

  /** Where one looks when a drill has failed. */
  #note(text: string): void {
    appendFileSync(join(this.folder, "scripts.log"), text);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
