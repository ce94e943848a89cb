// `pocketbase integrity`: SQLite's own verdict on both databases, one line of JSON. Started on a data folder by
// reliability/shared/integrity.ts; no part of the service.
$app.rootCmd.addCommand(
  new Command({
    use: "integrity",
    run: () => {
      const lines = (db, query) => {
        const rows = arrayOf(new DynamicModel({ line: "" }));
        db.newQuery(query).all(rows);
        return rows.map(({ line }) => line);
      };
      const integrity = "SELECT integrity_check AS line FROM pragma_integrity_check";
      console.log(
        JSON.stringify({
          data: lines($app.db(), integrity),
          auxiliary: lines($app.auxDB(), integrity),
          foreign_keys: lines($app.db(), 'SELECT "table" AS line FROM pragma_foreign_key_check'),
        }),
      );
    },
  }),
);
