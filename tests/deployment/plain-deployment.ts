/**
 * A deployment as an operator makes it: two folders beside the PocketBase binary, started with its defaults.
 * @module
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pocketbaseBinary } from "../../scripts/binary.ts";
import { freePort, projectRoot } from "../../scripts/server-process.ts";
import { Admin } from "../support/admin.ts";
import { SUPERUSER } from "../support/service.ts";

export class Deployment {
  url = "";
  /** Everything that the process has printed. */
  output = "";
  readonly admin = new Admin(() => this.url, SUPERUSER);
  /** Resolves once the process that was started last has ended. */
  exited: Promise<unknown> = Promise.resolve();
  #stop: () => Promise<void> = async () => {};
  #onOutput: () => void = () => {};

  private constructor(
    private readonly root: string,
    /** Where the binary and the two folders lie. */
    readonly folder: string,
  ) {}

  /**
   * An empty folder with the binary and the two folders in it.
   * @param data a data folder to copy beside them
   */
  static async make(data?: string): Promise<Deployment> {
    const root = await mkdtemp(join(tmpdir(), "kit-deployment-"));
    const folder = join(root, "app");
    await mkdir(join(root, "tmp"));
    await mkdir(folder);
    await symlink(pocketbaseBinary(), join(folder, "pocketbase"));
    for (const name of ["pb_hooks", "pb_migrations"])
      await cp(join(projectRoot, name), join(folder, name), { recursive: true });
    if (data) await cp(data, join(folder, "pb_data"), { recursive: true });
    return new Deployment(root, folder);
  }

  /** PocketBase takes a binary below the temporary folder for one under development: that folder is elsewhere here. */
  #environment(env: { [name: string]: string }): NodeJS.ProcessEnv {
    return { TMPDIR: join(this.root, "tmp"), ...env };
  }

  /** `./pocketbase serve --http=…` and nothing more, unless flags are given. */
  async start(env: { [name: string]: string } = {}, ...flags: string[]): Promise<void> {
    const address = `127.0.0.1:${await freePort()}`;
    const child = spawn(join(this.folder, "pocketbase"), ["serve", `--http=${address}`, ...flags], {
      env: this.#environment(env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.exited = once(child, "exit");
    this.#stop = async () => {
      child.kill("SIGTERM");
      await this.exited;
    };
    await new Promise<void>((resolve, reject) => {
      const take = (chunk: Buffer) => {
        this.output += chunk.toString();
        this.#onOutput();
        if (this.output.includes(`Server started at http://${address}`)) resolve();
      };
      child.stdout.on("data", take);
      child.stderr.on("data", take);
      child.once("error", reject);
      child.once("exit", () => reject(new Error(`PocketBase ended:\n${this.output}`)));
    });
    this.url = `http://${address}`;
  }

  /** Resolves once this text has been printed `times` times. */
  printed(text: string, times = 1): Promise<void> {
    return new Promise((resolve) => {
      this.#onOutput = () => {
        if (this.output.split(text).length > times) resolve();
      };
      this.#onOutput();
    });
  }

  /** Makes the superuser that `admin` signs in as. */
  addSuperuser(flags: string[] = [], env: { [name: string]: string } = {}): void {
    this.run(["superuser", "upsert", SUPERUSER.email, SUPERUSER.password, ...flags], { env });
  }

  /** Runs a command that ends by itself. @returns what it printed */
  run(
    args: string[],
    { input = "", env = {} }: { input?: string; env?: { [name: string]: string } } = {},
  ): string {
    const { status, stdout, stderr } = spawnSync(join(this.folder, "pocketbase"), args, {
      env: this.#environment(env),
      encoding: "utf8",
      input,
    });
    if (status !== 0) throw new Error(stdout + stderr);
    return stdout + stderr;
  }

  /** Runs a command that ends by itself, however it ends; what this process serves it can be called meanwhile. */
  async outcome(
    args: string[],
    env: { [name: string]: string } = {},
  ): Promise<{ status: number | null; stdout: string }> {
    const child = spawn(join(this.folder, "pocketbase"), args, {
      env: this.#environment(env),
      stdio: ["ignore", "pipe", "ignore"],
    });
    let stdout = "";
    child.stdout.on("data", (chunk) => (stdout += chunk));
    const [status] = await once(child, "close");
    return { status, stdout };
  }

  stop(): Promise<void> {
    return this.#stop();
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.root, { recursive: true, force: true });
  }
}
