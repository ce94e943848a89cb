import { dashboard, lockdown, type Row } from "./table.ts";

const LIST = "200 items page perPage totalItems totalPages";

/** The last column shows, where nothing is changed by it, that the route is there and a superuser is let through. */
const routes: [method: string, path: string, body?: object | undefined, superuser?: string][] = [
  ["GET", "/api/collections", undefined, LIST],
  ["GET", "/api/collections/tbl_auth_users"],
  ["GET", "/api/collections/tbl_company"],
  ["GET", "/api/collections/meta/scaffolds", undefined, "200 auth base view"],
  ["GET", "/api/collections/meta/oauth2-providers"],
  ["POST", "/api/collections", { name: "spy", type: "view", viewQuery: "SELECT id FROM tbl_auth_users" }],
  ["POST", "/api/collections/meta/dry-run-view", { query: "SELECT id, users_phone FROM tbl_auth_users" }],
  ["PATCH", "/api/collections/tbl_auth_users", { listRule: "" }],
  ["PUT", "/api/collections/import", { collections: [], deleteMissing: true }],
  ["DELETE", "/api/collections/tbl_auth_users"],
  ["DELETE", "/api/collections/tbl_auth_users/truncate"],
  ["DELETE", "/api/collections/tbl_company/truncate"],
  [
    "POST",
    "/api/sql",
    { query: "SELECT users_phone FROM tbl_auth_users" },
    "200 affectedRows columns execTime rows",
  ],
  ["GET", "/api/logs", undefined, LIST],
  ["GET", "/api/logs/stats"],
  [
    "GET",
    "/api/settings",
    undefined,
    "200 backups batch logs meta rateLimits s3 smtp superuserIPs trustedProxy",
  ],
  ["PATCH", "/api/settings", { batch: { enabled: true } }],
  ["POST", "/api/settings/test/email", { email: "a@example.com", template: "verification" }],
  ["GET", "/api/backups"],
  ["POST", "/api/backups", { name: "stolen.zip" }],
  ["POST", "/api/backups/upload"],
  ["POST", "/api/backups/stolen.zip/restore"],
  ["DELETE", "/api/backups/stolen.zip"],
  ["GET", "/api/crons"],
  ["POST", "/api/crons/__pbLogsCleanup__"],
];

lockdown(
  "the dashboard's routes",
  routes.map(([method, path, body, superuser]): Row => ({
    name: `${method} ${path} is for superusers`,
    request: () => ({ method, path, ...(body && { body }) }),
    answers: dashboard(superuser),
  })),
);
