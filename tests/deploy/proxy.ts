/**
 * A proxy with its file of deploy/, in front of an address.
 * @module
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { freePort, projectRoot } from "../../scripts/server-process.ts";

export interface Proxy {
  name: string;
  /** The command that tells its version. */
  version: string[];
  /** What it answers to a body above its own limit, by what its version says. */
  tooLarge(version: string): number;
  /** Writes what is needed into a folder. @returns the command */
  prepare(
    folder: string,
    port: number,
    upstream: string,
  ): Promise<{ command: string[]; env?: NodeJS.ProcessEnv }>;
}

export const nginx: Proxy = {
  name: "nginx",
  version: ["nginx", "-v"],
  tooLarge: () => 413,
  async prepare(folder, port, upstream) {
    const file = await readFile(join(projectRoot, "deploy/nginx/pocketbase.conf"), "utf8");
    await writeFile(join(folder, "pocketbase.conf"), file.replaceAll("http://127.0.0.1:8090", upstream));
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    await writeFile(
      join(folder, "nginx.conf"),
      [
        // Its workers would be somebody else's, who may not write into this folder.
        `${process.getuid?.() === 0 ? "user root; " : ""}daemon off; pid ${folder}/pid; error_log stderr warn;`,
        "events {}",
        `http { access_log off; ${temporary.map((what) => `${what}_temp_path ${folder}/${what};`).join(" ")}`,
        `server { listen 127.0.0.1:${port}; include ${folder}/pocketbase.conf; } }`,
      ].join("\n"),
    );
    return { command: ["nginx", "-p", folder, "-e", "stderr", "-c", join(folder, "nginx.conf")] };
  },
};

export const caddy: Proxy = {
  name: "Caddy",
  version: ["caddy", "version"],
  // Debian's takes the end of the body for a fault of the service behind it.
  tooLarge: (version) => (/^v?2\.[0-6]\./.test(version) ? 502 : 413),
  async prepare(folder, port, upstream) {
    // Caddy's own port for administration would be the same for all that run on a machine.
    const file = await readFile(join(projectRoot, "deploy/caddy/Caddyfile"), "utf8");
    await writeFile(join(folder, "Caddyfile"), `{\n\tadmin off\n}\n${file}`);
    const env = { SITE: `http://127.0.0.1:${port}`, POCKETBASE: new URL(upstream).host };
    return { command: ["caddy", "run", "--config", join(folder, "Caddyfile")], env };
  },
};

/** What an installed proxy says that it is; null where it is not there. */
export function versionOf({ version }: Proxy): string | null {
  const [program = "", ...args] = version;
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return status === 0 ? stdout + stderr : null;
}

export interface RunningProxy {
  /** Without the prefix. */
  url: string;
  stop(): Promise<void>;
}

/** Starts a proxy in front of an address. */
export async function start(proxy: Proxy, upstream: string): Promise<RunningProxy> {
  const folder = await mkdtemp(join(tmpdir(), "kit-proxy-"));
  const port = await freePort();
  const { command, env } = await proxy.prepare(folder, port, upstream);
  const [program = "", ...args] = command;
  const child: ChildProcess = spawn(program, args, {
    env: { PATH: process.env.PATH, HOME: folder, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let printed = "";
  child.stderr?.on("data", (chunk) => (printed += chunk));
  const url = `http://127.0.0.1:${port}`;
  await vi.waitFor(async () => child.exitCode ?? (await fetch(url)), { timeout: 30_000 });
  if (child.exitCode !== null) throw new Error(`${proxy.name} ended: ${printed}`);
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
      await rm(folder, { recursive: true });
    },
  };
}
