/** `node --import tsx sandbox/main.ts [--port 8091] [--host 127.0.0.1] [--apps 1]`: a sandbox for development. */
import { parseArgs } from "node:util";
import { type Sandbox, startSandbox } from "./server.ts";

const USAGE = "usage: node --import tsx sandbox/main.ts [--port 8091] [--host 127.0.0.1] [--apps 1]";

function options(): { port: number; host: string; apps: number } {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "8091" },
      host: { type: "string", default: "127.0.0.1" },
      apps: { type: "string", default: "1" },
    },
  });
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535) {
    throw new Error(`--port must be an integer from 0 to 65535, not ${values.port}`);
  }
  return { port, host: values.host, apps: Number(values.apps) };
}

async function start(port: number, host: string, apps: number): Promise<Sandbox> {
  try {
    return await startSandbox({ port, host, apps });
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "EADDRINUSE") throw error;
    throw new Error(`port ${port} on ${host} is in use; stop what holds it or give another --port`, {
      cause: error,
    });
  }
}

async function main(): Promise<void> {
  const { port, host, apps } = options();
  const sandbox = await start(port, host, apps);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void sandbox.close());
  console.log(`sandbox WeChat on ${sandbox.url} (help: curl ${sandbox.url}/sandbox)`);
  const [appids, secrets] = [
    sandbox.apps.map(({ appid }) => appid),
    sandbox.apps.map(({ secret }) => secret),
  ];
  console.log(`WECHAT_API_BASE=${sandbox.url} WECHAT_APPID=${appids.join()} WECHAT_SECRET=${secrets.join()}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error(USAGE);
  process.exitCode = 1;
});
