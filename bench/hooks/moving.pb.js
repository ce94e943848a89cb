// What the import is measured beside: users by PocketBase's save and by plain SQL, and what a hash costs. Copied beside
// the built hooks for a measurement; never deployed.

$app.rootCmd.addCommand(
  new Command({
    use: "bench-save",
    run: (_, args) => {
      const users = $app.findCachedCollectionByNameOrId("tbl_auth_users");
      const [total, batch] = [Number(args[0]), 200];
      for (let done = 0; done < total; done += batch) {
        $app.runInTransaction((app) => {
          for (let i = done; i < Math.min(total, done + batch); i++) {
            const user = new Record(users, {
              openid: `bench-${i}`,
              users_idtype: "WeChat",
              users_type: "游客",
              users_name: `名字${i}`,
            });
            user.getRaw("password").hash = "!";
            app.save(user);
          }
        });
      }
    },
  }),
);

$app.rootCmd.addCommand(
  new Command({
    use: "bench-insert",
    run: (_, args) => {
      const [total, batch] = [Number(args[0]), 200];
      for (let done = 0; done < total; done += batch) {
        $app.runInTransaction((app) => {
          for (let i = done; i < Math.min(total, done + batch); i++) {
            app
              .db()
              .newQuery(
                `INSERT INTO tbl_auth_users (openid, users_idtype, users_type, users_name, password, tokenKey)
                  VALUES ({:openid}, 'WeChat', '游客', {:name}, '!', {:key})`,
              )
              .bind({ openid: `bench-${i}`, name: `名字${i}`, key: $security.randomString(50) })
              .execute();
          }
        });
      }
    },
  }),
);

$app.rootCmd.addCommand(
  new Command({
    use: "bench-hashes",
    run: (command, args) => {
      const startedAt = Date.now();
      const { legacyHashes } = require(`${__hooks}/wechat_auth/legacy_hashes.js`);
      const took = { "loading the hashes": Date.now() - startedAt };
      const measure = (name, work) => {
        const times = [];
        for (let i = 0; i < Number(args[0]); i++) {
          const before = Date.now();
          work();
          times.push(Date.now() - before);
        }
        took[name] = times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
      };
      const schemes = ["leancloud", "uni-id-hmac-sha256", "uni-id-hmac-sha1"];
      for (const scheme of [...schemes, "casdoor-salt", "casdoor-sha512-salt", "casdoor-md5-salt"]) {
        measure(scheme, () =>
          legacyHashes({ scheme, salts: ["h60d8x797d3oa0naxybxxv9bn7xpt2yi"] }, "password", "key"),
        );
      }
      const scratch = new Record($app.findCachedCollectionByNameOrId("tbl_auth_users"));
      measure("PocketBase's bcrypt", () => scratch.setPassword("password"));
      command.outOrStdout().write(toBytes(JSON.stringify(took)));
    },
  }),
);
