/**
 * The number of users, from the row that the database's own triggers keep exact (see docs/data.md).
 * @module
 */
import { logger } from "./process.ts";

/** Reads one row, however many users there are. @throws when the database does not answer */
export function totalUsers(): number {
  const row = new DynamicModel({ total: 0 });
  $app.db().newQuery("SELECT total FROM tbl_auth_users_total WHERE id = 1").one(row);
  return row.total;
}

/**
 * What the row says (-1 where it is gone) and how many users there are, at one moment. Reads one index, about a tenth of
 * a second for a million users, and holds no lock.
 */
export function totals(): { total: number; users: number } {
  const found = new DynamicModel({ total: 0, users: 0 });
  $app
    .db()
    .newQuery(
      `SELECT coalesce((SELECT total FROM tbl_auth_users_total WHERE id = 1), -1) AS total,
        (SELECT count(*) FROM tbl_auth_users) AS users`,
    )
    .one(found);
  return { total: found.total, users: found.users };
}

/**
 * Sets the number right where something went round the triggers: a restore of part of a database, a replay, SQL by hand.
 * Writes and says so only when it is wrong.
 */
export function mendTotal(): void {
  const found = totals();
  if (found.total === found.users) return;
  // Counted anew, in one statement: users may have come since.
  $app
    .nonconcurrentDB()
    .newQuery(
      `INSERT INTO tbl_auth_users_total (id, total) SELECT 1, count(*) FROM tbl_auth_users WHERE true
        ON CONFLICT (id) DO UPDATE SET total = excluded.total`,
    )
    .execute();
  logger().warn("users_total_mended", "total", found.total, "users", found.users);
}

/** The same once after a start, in the background. @param job the cron job that calls it, which ends with this */
export function mendTotalOnce(job: string): void {
  $app.cron().remove(job);
  mendTotal();
}
