/**
 * The number of users, from the row that the database's own triggers keep exact (see docs/data.md).
 * @module
 */

/** Reads one row, however many users there are. @throws when the database does not answer */
export function totalUsers(): number {
  const row = new DynamicModel({ total: 0 });
  $app.db().newQuery("SELECT total FROM tbl_auth_users_total WHERE id = 1").one(row);
  return row.total;
}
