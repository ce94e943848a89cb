/**
 * A deployment with which nothing is wrong, and what the doctor's doors say of one.
 * @module
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../../src/doctor/report.ts";
import { Deployment } from "../deployment/plain-deployment.ts";
import { callOperation } from "../support/service.ts";

export type Env = { [name: string]: string };

/** Other programs are found where they are found here. */
const KEY: Env = { KIT_KEY: "0123456789abcdef0123456789abcdef", PATH: process.env.PATH ?? "" };
const ENCRYPTED = "--encryptionEnv=KIT_KEY";

/** What an operator who has read docs/production.md sets. */
const SETTINGS = {
  meta: { appURL: "https://api.example.com/pb" },
  logs: { maxDays: 183 },
  backups: { cron: "0 3 * * *" },
};

/** How a deployment is started, and asked. */
export interface Start {
  env?: Env;
  /** Flags of `serve`. */
  flags?: string[];
  encrypted?: boolean;
}

/** Makes such a data folder; whoever asks for it removes it. */
export async function soundData({ encrypted }: { encrypted: boolean }): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), "kit-sound-"));
  const deployment = await Deployment.make();
  try {
    deployment.addSuperuser(encrypted ? [ENCRYPTED] : [], KEY);
    await deployment.start(KEY, ...(encrypted ? [ENCRYPTED] : []));
    await deployment.admin.settings(SETTINGS);
    await deployment.admin.request("POST", "/api/backups", { name: "kept.zip" });
    await deployment.stop();
    await cp(join(deployment.folder, "pb_data"), data, { recursive: true });
    return data;
  } finally {
    await deployment.remove();
  }
}

export const discard = (data: string) => rm(data, { recursive: true, force: true });

/** Starts as docs/production.md says. */
export function startSound(
  deployment: Deployment,
  { env = {}, flags = [], encrypted = true }: Start,
): Promise<void> {
  const all = ["--hooksWatch=false", "--hooksPool=64", ...(encrypted ? [ENCRYPTED] : []), ...flags];
  return deployment.start({ ...KEY, ...env }, ...all);
}

/** What `pocketbase wechat-auth doctor --json` says, beside the server. */
export async function byCommand(
  deployment: Deployment,
  { env = {}, encrypted = true }: Start,
): Promise<{ status: number | null; report: Report }> {
  const flags = encrypted ? [ENCRYPTED] : [];
  const { status, stdout } = await deployment.outcome(["wechat-auth", "doctor", "--json", ...flags], {
    ...KEY,
    ...env,
  });
  return { status, report: JSON.parse(stdout) as Report };
}

/** What `POST /api/system/doctor` says. */
export async function byRequest(
  { url, admin }: Deployment,
  headers: { [name: string]: string } = {},
): Promise<Report> {
  const { status, text, body } = await callOperation(url, "doctor", { token: await admin.token(), headers });
  if (status !== 200) throw new Error(text);
  return body.data as Report;
}

/** The checks that found something, with what they say. */
export function findings({ checks }: Report): { [id: string]: string } {
  const told = checks.filter(({ verdict }) => verdict === "broken" || verdict === "advice");
  return Object.fromEntries(told.map(({ id, verdict, seen }) => [id, `${verdict}: ${seen}`]));
}

export const unchecked = ({ checks }: Report) =>
  checks.filter(({ verdict }) => verdict === "not_checked").map(({ id }) => id);
