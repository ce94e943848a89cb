/**
 * A database that can be read and not written: a file that became read-only while the service was down, and a file
 * system that the kernel makes read-only under the running service, as it does after a disk error.
 * @module
 */
import { join } from "node:path";
import { breakExt4, makeReadOnly, mountExt4, repairExt4, unmount } from "./mounts.ts";
import type { Scenario } from "./scenario.ts";
import { observeHealth, observeTrouble, timeToRecover } from "./trouble.ts";

const MEBIBYTES = 64;

export const readOnlyFile: Scenario = {
  name: "read-only database file",
  run: (stage) =>
    stage.withService(stage.options.folder, async (service, load) => {
      const file = join(service.dataDir, "data.db");
      await observeHealth(stage, "before the file is read-only", load);
      await service.server().kill();
      await makeReadOnly(file);
      let answers: Awaited<ReturnType<typeof observeTrouble>>;
      try {
        await service.restart();
        stage.say("restarted on a read-only data.db");
        answers = await observeTrouble(stage, "data.db is read-only", load);
        await stage.checkReads("data.db is read-only", service, load);
        await service.server().stop();
      } finally {
        await unmount(file);
      }
      await service.restart();
      const recovered = await timeToRecover(stage, "data.db writable again, and a restart", load);
      await observeHealth(stage, "data.db writable again", load);
      const users = await stage.checkAll("data.db writable again", service, load);
      return [
        answers,
        {
          title: "And then:",
          head: ["what", "result"],
          rows: [
            ["writable again, after a restart: first sign-up after", recovered],
            ["users in the table at the end", String(users)],
          ],
        },
      ];
    }),
};

export const brokenDisk: Scenario = {
  name: "file system made read-only by the kernel",
  async run(stage) {
    const image = join(stage.options.folder, "ext4.img");
    const disk = join(stage.options.folder, "ext4");
    await mountExt4(image, disk, MEBIBYTES);
    try {
      return await stage.withService(disk, async (service, load) => {
        await observeHealth(stage, "before the disk error", load);
        await breakExt4(disk);
        stage.say("the file system has gone read-only under the running service");
        const answers = await observeTrouble(stage, "the file system is read-only", load);
        await stage.checkReads("the file system is read-only", service, load);
        await service.server().stop();
        await repairExt4(image, disk);
        await service.restart();
        const recovered = await timeToRecover(
          stage,
          "file system checked and mounted again, and a restart",
          load,
        );
        await observeHealth(stage, "file system repaired", load);
        const users = await stage.checkAll("file system repaired", service, load);
        return [
          answers,
          {
            title: "And then:",
            head: ["what", "result"],
            rows: [
              ["disk", `ext4, ${MEBIBYTES} MiB, error raised with “mount -o remount,abort” after a sync`],
              ["checked, mounted again, after a restart: first sign-up after", recovered],
              ["users in the table at the end", String(users)],
            ],
          },
        ];
      });
    } finally {
      await unmount(disk);
    }
  },
};
