/**
 * Databases in the three starting points, migrated by the real PocketBase commands and looked at from outside.
 * @module
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { pocketbaseBinary } from "../../scripts/binary.ts";
import { projectRoot, ServerEnded, type ServerProcess, startServer } from "../../scripts/server-process.ts";

const MIGRATIONS = join(projectRoot, "pb_migrations");
const FIXTURES = fileURLToPath(new URL("./fixtures", import.meta.url));
/** As fixtures/superuser makes it. */
const SUPERUSER = { identity: "root@example.com", password: "superuser-password" };

/** The migrations under test, in the order in which PocketBase applies them. */
export const FILES = (await readdir(MIGRATIONS)).sort();

export type Row = Record<string, string | null>;
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** An answer of PocketBase; `body` is the parsed JSON, null when there is none. */
export interface Answer {
  status: number;
  body: JsonObject | null;
}

/** Sends a request with an optional JSON body and auth token. */
export type Request = (method: string, path: string, body?: unknown, token?: string) => Promise<Answer>;

/** A PocketBase process that serves a workspace's data. */
export interface Server extends ServerProcess {
  request: Request;
  superuserToken: string;
}

/** Everything that a migration may touch. */
export interface Snapshot {
  /** Columns of our tables, and every index, trigger and view. */
  schema: string[];
  /** Rows of _collections by name, without its dates. */
  collections: Record<string, JsonObject>;
  users: Row[];
  companies: Row[];
  identities: Row[];
  /** Values that the migrations have rewritten, by record. */
  rewrites: Row[];
  /** What the migrations have written down for `down`. */
  notes: Row[];
  rateLimits: Json;
}

export interface Workspace {
  /** Applies the migrations under test, with the named fixtures in the same folder. Answers what was printed. */
  up(...fixtures: string[]): Promise<string>;
  /** Reverts the last `count` of the migrations under test, all by default. Answers what was printed. */
  down(count?: number): Promise<string>;
  /** Forgets that any migration was applied, so that the next up runs them again. */
  loseHistory(): Promise<void>;
  /** Runs SQL as a superuser. */
  sql(query: string): Promise<Row[]>;
  snapshot(): Promise<Snapshot>;
  /** Serves the data with the migrations under test; starting applies what is missing. */
  serve(onOutput?: (text: string) => void): Promise<Server>;
  /** Tries to serve and answers what was printed until the process ended; throws when it does serve. */
  failToServe(): Promise<string>;
  close(): Promise<void>;
}

/** Databases made so far, by their fixtures: each test starts from a copy. */
const databases = new Map<string, Promise<string>>();

afterAll(async () => {
  for (const dataDir of databases.values()) await rm(await dataDir, { recursive: true });
});

function database(fixtures: string[]): Promise<string> {
  const key = fixtures.join();
  const made = databases.get(key) ?? makeDatabase(fixtures);
  databases.set(key, made);
  return made;
}

async function makeDatabase(fixtures: string[]): Promise<string> {
  const migrations = await folderOf(fixtureFolders(["superuser", ...fixtures]), tmpdir());
  const dataDir = await mkdtemp(join(tmpdir(), "migrations-database-"));
  await run(["migrate", "up"], { dataDir, migrationsDir: migrations, hooksDir: migrations });
  await rm(migrations, { recursive: true });
  return dataDir;
}

const fixtureFolders = (names: string[]) => names.map((name) => join(FIXTURES, name));

/** A new folder inside `parent` with the files of the sources. */
async function folderOf(sources: string[], parent: string): Promise<string> {
  const target = await mkdtemp(join(parent, "migrations-files-"));
  for (const source of sources) await cp(source, target, { recursive: true });
  return target;
}

/** Makes a database out of the named fixtures, folders under fixtures/, without the migrations under test. */
export async function workspace(...fixtures: string[]): Promise<Workspace> {
  const root = await mkdtemp(join(tmpdir(), "migrations-"));
  const dataDir = join(root, "pb_data");
  const nothing = join(root, "nothing");
  await mkdir(nothing);

  const folders = { dataDir, hooksDir: nothing };
  const serve = async (
    migrationsDir: string,
    onOutput: (text: string) => void = () => {},
  ): Promise<Server> => {
    const server = await startServer({ ...folders, migrationsDir, onOutput });
    const request = requester(server.url);
    return { ...server, request, superuserToken: await superuserToken(request) };
  };

  await cp(await database(fixtures), dataDir, { recursive: true });
  const inspector = await serve(nothing);

  const sql = async (query: string): Promise<Row[]> => {
    const { status, body } = await inspector.request("POST", "/api/sql", { query }, inspector.superuserToken);
    if (status !== 200) throw new Error(`${query}: ${JSON.stringify(body)}`);
    const { columns, rows } = body as { columns: { name: string }[]; rows: (string | null)[][] };
    return rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])));
  };

  return {
    sql,
    up: async (...names) => {
      const migrationsDir = await folderOf([...fixtureFolders(names), MIGRATIONS], root);
      return run(["migrate", "up"], { ...folders, migrationsDir });
    },
    down: (count = FILES.length) =>
      run(["migrate", "down", String(count)], { ...folders, migrationsDir: MIGRATIONS }, "y\n"),
    loseHistory: async () => {
      await sql(`DELETE FROM _migrations WHERE file IN (${FILES.map((file) => `'${file}'`).join()})`);
    },
    snapshot: () => takeSnapshot(sql),
    serve: (onOutput) => serve(MIGRATIONS, onOutput),
    failToServe: async () => {
      try {
        await (await serve(MIGRATIONS)).stop();
      } catch (error) {
        if (error instanceof ServerEnded) return error.message;
        throw error;
      }
      throw new Error("PocketBase serves");
    },
    close: async () => {
      await inspector.stop();
      await rm(root, { recursive: true });
    },
  };
}

/** Inserts a user as an older release of the service left it: plain SQL, with only the columns given. */
export async function insertUser(db: Pick<Workspace, "sql">, values: Record<string, string | number>) {
  await insert(db, "tbl_auth_users", { tokenKey: `key of ${values.id}`.padEnd(50, "x"), ...values });
}

export async function insert(
  { sql }: Pick<Workspace, "sql">,
  table: string,
  values: Record<string, string | number>,
) {
  const literals = Object.values(values).map((value) => `'${String(value).replaceAll("'", "''")}'`);
  await sql(`INSERT INTO ${table} (${Object.keys(values).join()}) VALUES (${literals.join()})`);
}

/** A collection's fields by name, without PocketBase's generated ids. */
export function fieldsOf(collection: JsonObject | undefined): Record<string, JsonObject> {
  const fields = (collection?.fields ?? []) as (JsonObject & { name: string })[];
  return Object.fromEntries(
    fields.map(({ name, id: _, ...field }) => [
      name,
      // A list of nothing is kept as null until 0.40, and as [] since.
      Object.fromEntries(
        Object.entries(field).map(([key, value]) => [key, isEmptyList(value) ? null : value]),
      ),
    ]),
  );
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

async function takeSnapshot(sql: Workspace["sql"]): Promise<Snapshot> {
  const tables = (await sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
    .map(({ name }) => String(name))
    .filter((name) => /^(tbl|_wechat)_/.test(name));
  const schema = await sql(
    `SELECT type || ' ' || name || ': ' || sql AS text FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL
      UNION ALL SELECT 'column ' || m.name || '.' || c.name || ': ' || c.type || ' ' || coalesce(c.dflt_value, '')
      FROM sqlite_master m, pragma_table_info(m.name) c
      WHERE m.type = 'table' AND m.name IN (${tables.map((name) => `'${name}'`).join()}) ORDER BY 1`,
  );
  const collections = await sql("SELECT * FROM _collections ORDER BY name");
  const rows = (table: string) =>
    tables.includes(table) ? sql(`SELECT * FROM ${table} ORDER BY id`) : Promise.resolve([]);
  const [settings] = await sql(
    "SELECT json_extract(value, '$.rateLimits') AS value FROM _params WHERE id = 'settings'",
  );
  return {
    schema: schema.map(({ text }) => String(text)),
    collections: Object.fromEntries(
      collections.map(({ created: _created, updated: _updated, name, ...columns }) => [
        String(name),
        withJson(columns),
      ]),
    ),
    users: await rows("tbl_auth_users"),
    companies: await rows("tbl_company"),
    identities: await rows("tbl_auth_identities"),
    rewrites: await rows("_wechat_auth_rewrites"),
    notes: await sql("SELECT id, value FROM _params WHERE id <> 'settings' ORDER BY id"),
    rateLimits: JSON.parse(String(settings?.value)),
  };
}

/** A row of _collections with its JSON columns parsed. */
function withJson(columns: Row): JsonObject {
  const json = ["fields", "indexes", "options"];
  return Object.fromEntries(
    Object.entries(columns).map(([key, value]) => [
      key,
      json.includes(key) ? JSON.parse(String(value)) : value,
    ]),
  );
}

function requester(url: string): Request {
  return async (method, path, body, token) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(token !== undefined && { authorization: token }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  };
}

async function superuserToken(request: Request): Promise<string> {
  const { body } = await request("POST", "/api/collections/_superusers/auth-with-password", SUPERUSER);
  return String(body?.token);
}

/** Runs a command to its end. PocketBase exits with 0 whatever happened: what it printed is the result. */
async function run(
  args: string[],
  folders: { dataDir: string; migrationsDir: string; hooksDir: string },
  input = "",
): Promise<string> {
  const flags = Object.entries({ ...folders, dev: false, hooksWatch: false, automigrate: false });
  const child = spawn(pocketbaseBinary(), [
    ...args,
    ...flags.map(([name, value]) => `--${name === "dataDir" ? "dir" : name}=${value}`),
  ]);
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  // A process that ended without having read its input is judged by what it printed.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  await once(child, "close");
  return output.trim();
}
