/** `node --import tsx sandbox/main.ts`: a sandbox for development. */
import { parseArgs } from "node:util";
import { type Sandbox, type SandboxOptions, startSandbox } from "./server.ts";

const USAGE =
  "usage: node --import tsx sandbox/main.ts [--port 8091] [--host 127.0.0.1] [--apps 1] [--push-url URL]";

function options(): SandboxOptions {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "8091" },
      host: { type: "string", default: "127.0.0.1" },
      apps: { type: "string", default: "1" },
      "push-url": { type: "string" },
    },
  });
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535) {
    throw new Error(`--port must be an integer from 0 to 65535, not ${values.port}`);
  }
  return { port, host: values.host, apps: Number(values.apps), pushUrl: values["push-url"] };
}

async function start(options: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "EADDRINUSE") throw error;
    const { port, host } = options;
    throw new Error(`port ${port} on ${host} is in use; stop what holds it or give another --port`, {
      cause: error,
    });
  }
}

async function main(): Promise<void> {
  const sandbox = await start(options());
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void sandbox.close());
  console.log(`sandbox WeChat on ${sandbox.url} (help: curl ${sandbox.url}/sandbox)`);
  const { WECHAT_API_BASE, WECHAT_APPID, WECHAT_SECRET, WECHAT_PUSH_TOKEN } = sandbox.settings;
  console.log(
    `WECHAT_API_BASE=${WECHAT_API_BASE} WECHAT_APPID=${WECHAT_APPID} WECHAT_SECRET=${WECHAT_SECRET}`,
  );
  console.log(`WECHAT_PUSH_TOKEN=${WECHAT_PUSH_TOKEN}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error(USAGE);
  process.exitCode = 1;
});
