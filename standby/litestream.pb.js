/// <reference path="../pb_data/types.d.ts" />

// Copy this beside PocketBase's other hooks where Litestream runs beside it, on both machines.
//
// Litestream keeps a read transaction open on each database. Every checkpoint of PocketBase's own that wants the whole
// write-ahead log therefore waits for the busy timeout, ten seconds, with all writes behind it. There are two: in the
// nightly optimisation, and in a backup. Litestream checkpoints by itself, so neither is needed.

cronRemove("__pbDBOptimize__");
cronAdd("litestream_optimize", "0 20 * * *", () => {
  $app.nonconcurrentDB().newQuery("PRAGMA optimize").execute();
});

const [, minor] = /^0\.(\d+)\./.exec($app.rootCmd.version) ?? [];
if (Number(minor) < 40) {
  // Such a backup copies the files as they lie there, and a checkpoint in the middle damages the copy.
  onBackupCreate(() => {
    throw new BadRequestError(
      "Beside Litestream a backup needs PocketBase 0.40; litestream restore makes a copy, too.",
    );
  });
} else {
  onBackupCreate((e) => {
    const wait = (milliseconds) => {
      for (const db of [$app.nonconcurrentDB(), $app.auxNonconcurrentDB()]) {
        db.newQuery(`PRAGMA busy_timeout = ${milliseconds}`).execute();
      }
    };
    wait(0);
    try {
      e.next();
    } finally {
      wait(10000);
    }
  });
}
