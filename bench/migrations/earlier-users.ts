/**
 * Users of a deployment from before identities were kept, and what their next sign-ins leave.
 * @module
 */
import { runCommand, startServer } from "../../scripts/server-process.ts";
import { Admin } from "../../tests/support/admin.ts";
import { between, CREATED } from "../fill.ts";
import { SUPERUSER } from "../stage.ts";

interface Deployment {
  dataDir: string;
  migrationsDir: string;
}

/** WeChat users, six of ten with a phone. */
export function fillEarlierUsers(deployment: Deployment, count: number): Promise<void> {
  return statements(deployment, [
    `INSERT INTO tbl_auth_users (id, openid, users_idtype, users_type, users_phone, password, tokenKey, email, created, updated)
     ${between(1, count)} SELECT printf('b%014d', i), printf('oBench%022d', i), 'WeChat', '游客',
       CASE WHEN i % 10 < 6 THEN printf('150%08d', i) ELSE '' END, '!', printf('%011d', i) || hex(randomblob(20)), '', ${CREATED} FROM n`,
  ]);
}

/** As if each of them had come by since. */
export function signEverybodyIn(deployment: Deployment, count: number): Promise<void> {
  return statements(deployment, [
    "UPDATE tbl_auth_users SET users_unionid = 'u' || substr(openid, 2)",
    `INSERT INTO tbl_auth_identities (id, appid, openid, user, created, updated)
     ${between(1, count)} SELECT printf('i%014d', i), 'wx0000000000000000', printf('oBench%022d', i), printf('b%014d', i), ${CREATED} FROM n`,
  ]);
}

async function statements(deployment: Deployment, queries: string[]): Promise<void> {
  await runCommand(["superuser", "upsert", SUPERUSER.email, SUPERUSER.password], deployment);
  // The hooks of today take the layout of today for granted.
  const server = await startServer({ ...deployment, hooksDir: `${deployment.dataDir}/no-hooks` });
  const admin = new Admin(() => server.url, SUPERUSER);
  for (const query of queries) await admin.sql(query);
  await server.stop();
}
