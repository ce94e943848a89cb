/**
 * `npm run generators`: makes a client with each generator that people use, compiles it where its compiler is there, and
 * runs a consumer on it against the real service. `--only go,java` takes some, `--quick` those that take seconds,
 * `--write` puts the table into docs/clients.md.
 * @module
 */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify, stripVTControlCharacters } from "node:util";
import { startSandbox } from "../sandbox/server.ts";
import { projectRoot, startServer } from "../scripts/server-process.ts";
import { fillFile, today } from "../tools/markdown.ts";
import { type Tool, TOOLS } from "./tools.ts";

const run = promisify(execFile);
const PAGE = join(projectRoot, "docs/clients.md");
/** What a consumer prints as its last line when all three of its calls went well. */
const CONSUMED = "logged in, narrowed wechat_code_invalid, uploaded a picture";

interface Row {
  tool: Tool;
  generated: string;
  compiled: string;
  consumed: string;
}

class StepFailed extends Error {}

async function shell(command: string, cwd: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  try {
    const { stdout } = await run("sh", ["-c", command], {
      cwd,
      env: { ...process.env, ...env, PATH: `${cwd}/venv/bin:${cwd}/bin:${process.env.PATH}` },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new StepFailed(`${command}\n${(stdout + stderr).slice(-3000)}`);
  }
}

async function missing(programs: string[]): Promise<string | null> {
  for (const program of programs) {
    const found = await run("sh", ["-c", `command -v ${program}`]).catch(() => null);
    if (!found) return program;
  }
  return null;
}

interface Service {
  url: string;
  loginCode(): string;
  close(): Promise<void>;
}

async function startService(folder: string): Promise<Service> {
  const sandbox = await startSandbox();
  const server = await startServer({
    dataDir: join(folder, "pb_data"),
    env: { WECHAT_APPID: sandbox.appid, WECHAT_SECRET: sandbox.secret, WECHAT_API_BASE: sandbox.url },
  });
  return {
    url: server.url,
    loginCode: () => sandbox.mintLoginCode({}).code,
    close: async () => {
      await server.stop();
      await sandbox.close();
    },
  };
}

/** One tool from fetching to consuming. @throws StepFailed */
async function tryOut(tool: Tool, folder: string, service: Service, problems: string[]): Promise<Row> {
  const row: Row = {
    tool,
    generated: "not run",
    compiled: "not run",
    consumed: tool.consumer ? "not run" : "–",
  };
  const absent = await missing(tool.needs);
  if (absent) return { ...row, generated: `not run: no ${absent} here` };
  const own = join(folder, tool.id);
  await mkdir(own);
  await cp(join(projectRoot, "openapi.yaml"), join(own, "openapi.yaml"));
  const step = async (commands: string[], env: NodeJS.ProcessEnv = {}) => {
    let printed = "";
    for (const command of commands) printed = await shell(command, own, env);
    return printed;
  };
  try {
    row.generated = "failed";
    await step([...tool.fetch, tool.generate]);
    row.generated = "yes";
    const noCompiler = await missing(tool.compilers);
    if (noCompiler) return { ...row, compiled: `not run: no ${noCompiler} here` };
    row.compiled = "failed";
    for (const [from, to] of Object.entries(tool.consumer?.files ?? {}))
      await cp(join(projectRoot, "generators/consumers", from), join(own, to));
    await step(tool.compile);
    row.compiled = "yes";
    if (!tool.consumer) return row;
    row.consumed = "failed";
    const picture = join(own, "picture.png");
    await writeFile(picture, PICTURE);
    const printed = await step(tool.consumer.run, {
      BASE_URL: service.url,
      WX_CODE: service.loginCode(),
      PICTURE: picture,
    });
    // Maven resets colours before and after.
    if (stripVTControlCharacters(printed).trim().split("\n").at(-1) !== CONSUMED)
      throw new StepFailed(`the consumer printed: ${printed}`);
    row.consumed = "yes";
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    problems.push(`${tool.id}: ${error.message}`);
  }
  return row;
}

/** A PNG of one pixel. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

function table(rows: Row[]): string {
  const cells = rows.map(
    ({ tool, generated, compiled, consumed }) =>
      `| ${tool.name} | ${tool.language} | ${generated} | ${compiled} | ${consumed} |`,
  );
  return [
    `\`npm run generators -- --write\`, ${today()}:`,
    "",
    "| generator | language | generates | compiles | consumer runs |",
    "| --- | --- | --- | --- | --- |",
    ...cells,
    "",
    "The command of each, in a folder with `openapi.yaml`:",
    "",
    ...rows.flatMap(({ tool }) => [`- **${tool.name}**`, "", "  ```sh", `  ${tool.generate}`, "  ```", ""]),
  ].join("\n");
}

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const only = values.only?.split(",");
const unknown = only?.find((id) => !TOOLS.some((tool) => tool.id === id));
if (unknown !== undefined) {
  console.error(`--only takes some of ${TOOLS.map(({ id }) => id).join(",")}; there is no ${unknown}`);
  process.exit(2);
}
const chosen = TOOLS.filter(({ id, slow }) => (only ? only.includes(id) : !(values.quick && slow)));

const folder = await mkdtemp(join(tmpdir(), "generators-"));
const problems: string[] = [];
try {
  const service = await startService(folder);
  const rows: Row[] = [];
  try {
    for (const tool of chosen) {
      const row = await tryOut(tool, folder, service, problems);
      console.error(
        `${tool.id}: generates ${row.generated}, compiles ${row.compiled}, consumer ${row.consumed}`,
      );
      rows.push(row);
    }
  } finally {
    await service.close();
  }
  const text = table(rows);
  console.log(text);
  if (values.write) await fillFile(PAGE, "generators", text);
} finally {
  await rm(folder, { recursive: true, force: true });
}
for (const problem of problems) console.error(`\n${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
