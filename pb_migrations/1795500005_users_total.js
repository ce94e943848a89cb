/// <reference path="../pb_data/types.d.ts" />

// The number of users, kept exactly by the database itself: triggers see every insert and delete of the table,
// whether it comes from the service, the dashboard, a rule's cascade or plain SQL, and follow the transaction
// that it is part of. Counting the rows on demand would make a public counter a way to load the server.

const USERS = "tbl_auth_users";
const TOTAL = "tbl_auth_users_total";

migrate(
  (app) => {
    if (
      app.hasTable(TOTAL) &&
      !(app.tableColumns(TOTAL).includes("total") && app.isCollectionNameUnique(TOTAL))
    ) {
      throw new Error(`The name ${TOTAL} is needed for the user counter but is taken. Nothing was changed.`);
    }
    execute(
      app,
      `CREATE TABLE IF NOT EXISTS ${TOTAL} (id INTEGER PRIMARY KEY CHECK (id = 1), total INTEGER NOT NULL)`,
      `CREATE TRIGGER IF NOT EXISTS ${TOTAL}_insert AFTER INSERT ON ${USERS}
        BEGIN UPDATE ${TOTAL} SET total = total + 1 WHERE id = 1; END`,
      `CREATE TRIGGER IF NOT EXISTS ${TOTAL}_delete AFTER DELETE ON ${USERS}
        BEGIN UPDATE ${TOTAL} SET total = total - 1 WHERE id = 1; END`,
      `INSERT OR REPLACE INTO ${TOTAL} (id, total) SELECT 1, count(*) FROM ${USERS}`,
    );
  },
  (app) => {
    execute(
      app,
      `DROP TRIGGER IF EXISTS ${TOTAL}_insert`,
      `DROP TRIGGER IF EXISTS ${TOTAL}_delete`,
      `DROP TABLE IF EXISTS ${TOTAL}`,
    );
  },
);

function execute(app, ...statements) {
  for (const statement of statements) app.db().newQuery(statement).execute();
}
