/** `node --import tsx sandbox/main.ts [--port 8091] [--host 127.0.0.1]`: a sandbox for development. */
import { parseArgs } from "node:util";
import { type Sandbox, startSandbox } from "./server.ts";

const USAGE = "usage: node --import tsx sandbox/main.ts [--port 8091] [--host 127.0.0.1]";

function options(): { port: number; host: string } {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "8091" },
      host: { type: "string", default: "127.0.0.1" },
    },
  });
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535) {
    throw new Error(`--port must be an integer from 0 to 65535, not ${values.port}`);
  }
  return { port, host: values.host };
}

async function start(port: number, host: string): Promise<Sandbox> {
  try {
    return await startSandbox({ port, host });
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "EADDRINUSE") throw error;
    throw new Error(`port ${port} on ${host} is in use; stop what holds it or give another --port`, {
      cause: error,
    });
  }
}

async function main(): Promise<void> {
  const { port, host } = options();
  const sandbox = await start(port, host);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void sandbox.close());
  console.log(`sandbox WeChat on ${sandbox.url} (help: curl ${sandbox.url}/sandbox)`);
  console.log(`WECHAT_API_BASE=${sandbox.url} WECHAT_APPID=${sandbox.appid} WECHAT_SECRET=${sandbox.secret}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error(USAGE);
  process.exitCode = 1;
});
