// A command that runs SQL of the tests against PocketBase's two databases; never deployed.

$app.rootCmd.addCommand(
  new Command({
    use: "crowd",
    run: (_cmd, args) => {
      const { main, logs } = JSON.parse(toString($os.readFile(args[0])));
      $app.runInTransaction((app) => main.forEach((sql) => app.db().newQuery(sql).execute()));
      $app.auxRunInTransaction((app) => logs.forEach((sql) => app.auxDB().newQuery(sql).execute()));
    },
  }),
);
