/**
 * `npm start`: PocketBase with the hooks and migrations, and the sandbox WeChat in front, until Ctrl-C.
 * @module
 */
import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { type Sandbox, startSandbox } from "../sandbox/server.ts";
import { BinaryNotFound, ensureBinary } from "./binary.ts";
import { ReleaseNotFetched } from "./pocketbase-release.ts";
import { projectRoot, ServerEnded, type ServerProcess, startServer } from "./server-process.ts";
import { welcome } from "./welcome.ts";

const HOST = "127.0.0.1";

/** A mistake of whoever started it: shown without a stack. */
class UsageError extends Error {}

function port(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value < 65_536) return value;
  throw new UsageError(`--${name} takes a port number from 1 to 65535, not "${text}"`);
}

function apps(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 20) return value;
  throw new UsageError(
    `--apps takes the number of mini-programs in the sandbox, from 1 to 20, not "${text}"`,
  );
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string", default: "8090" },
        "sandbox-port": { type: "string", default: "8091" },
        dir: { type: "string", default: join(projectRoot, "pb_data") },
        apps: { type: "string", default: "1" },
      },
    });
    return {
      port: port("port", values.port),
      sandboxPort: port("sandbox-port", values["sandbox-port"]),
      dataDir: values.dir,
      apps: apps(values.apps),
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${error instanceof Error ? error.message : error}\nusage: npm start -- [--port 8090] [--sandbox-port 8091] [--dir pb_data] [--apps 1]`,
    );
  }
}

/** Fails early and in plain words, instead of with whatever the process behind would say. */
async function requireFree(option: string, value: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", () =>
      reject(
        new UsageError(
          `port ${value} is in use: stop what listens there, or choose another with --${option}`,
        ),
      ),
    );
    probe.listen(value, HOST, () => probe.close(() => resolve()));
  });
}

/** The user's own WeChat settings, if they gave any; otherwise the sandbox stands in. */
function ownWechat(env: NodeJS.ProcessEnv): { [name: string]: string } | null {
  if (!env.WECHAT_APPID) return null;
  const names = ["WECHAT_APPID", "WECHAT_SECRET", "WECHAT_API_BASE", "WECHAT_PUSH_TOKEN"];
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

/** Settings of the kit that are neither WeChat's credentials nor its address. */
function otherSettings(env: NodeJS.ProcessEnv): { [name: string]: string } {
  const names = [
    "WECHAT_TIMEOUT_SECONDS",
    "WECHAT_CODE_REPEAT_SECONDS",
    "LOGIN_MAX_FAILURES",
    "LOGIN_FAILURE_WINDOW_SECONDS",
    "PHONE_CLAIM",
    "PLATFORM_REGISTER",
    "ACCOUNT_CLOSE_MODE",
    "SCAN_PAGE",
    "SCAN_ENV_VERSION",
    "SCAN_LINK_BASE",
    "SCAN_MAX_PENDING",
    "SCAN_MAX_STARTS",
    "SCAN_POLL_SECONDS",
    "CONSOLE_ENABLED",
  ];
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

/** Several mini-programs are of one Open Platform account, as a deployment's are. */
async function sandboxOf(apps: number, sandboxPort: number, port: number): Promise<Sandbox> {
  const pushUrl = `http://${HOST}:${port}/api/wechat/push`;
  const sandbox = await startSandbox({ apps, port: sandboxPort, pushUrl });
  if (apps > 1) sandbox.bindOpenPlatform();
  return sandbox;
}

async function main(): Promise<number> {
  const { port, sandboxPort, dataDir, apps } = options();
  const own = ownWechat(process.env);
  if (own && apps > 1) {
    throw new UsageError(
      "--apps is for the sandbox; with WECHAT_APPID set, list your own mini-programs there",
    );
  }
  await requireFree("port", port);
  if (!own) await requireFree("sandbox-port", sandboxPort);
  await ensureBinary(console.error);
  await promisify(execFile)(process.execPath, ["build.mjs"], { cwd: projectRoot });

  const sandbox = own ? null : await sandboxOf(apps, sandboxPort, port);
  const wechat: { [name: string]: string } = own ?? { ...sandbox?.settings };
  let server: ServerProcess;
  try {
    server = await startServer({
      dataDir,
      port,
      host: HOST,
      env: { ...otherSettings(process.env), ...wechat },
      onOutput: (text) => process.stdout.write(text),
    });
  } catch (error) {
    await sandbox?.close();
    throw error;
  }

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void server.stop();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  console.log(
    welcome({
      url: server.url,
      sandbox: sandbox && { url: sandbox.url, appids: sandbox.apps.map(({ appid }) => appid) },
      wechatBase: wechat.WECHAT_API_BASE,
    }),
  );
  const code = await server.exited;
  await sandbox?.close();
  if (stopping) return 0;
  console.error(`PocketBase has ended by itself (code ${code})`);
  return 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const expected = [UsageError, BinaryNotFound, ReleaseNotFetched, ServerEnded].some(
    (kind) => error instanceof kind,
  );
  if (!(error instanceof Error && expected)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
