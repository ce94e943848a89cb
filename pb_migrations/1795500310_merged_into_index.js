/// <reference path="../pb_data/types.d.ts" />

// An index by which the records that were absorbed by one are found: when that one is absorbed in its turn, and when
// its owner leaves. Very few records are in it. It is made by plain SQL: a save of the collection would build all
// indexes of the table anew, and nothing but the service has a use for it.

const INDEX = "idx_tbl_auth_users_users_merged_into";

migrate(
  (app) => {
    execute(
      app,
      `CREATE INDEX IF NOT EXISTS ${INDEX} ON tbl_auth_users (users_merged_into) WHERE users_merged_into != ''`,
    );
  },
  (app) => {
    execute(app, `DROP INDEX IF EXISTS ${INDEX}`);
  },
);

function execute(app, statement) {
  app.db().newQuery(statement).execute();
}
