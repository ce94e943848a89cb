/**
 * The disk that holds the data fills up under load.
 * @module
 */
import { join } from "node:path";
import { pause } from "../../shared/program.ts";
import { fill, mountTmpfs, unmount } from "./mounts.ts";
import type { Scenario } from "./scenario.ts";
import { observeHealth, observeTrouble, timeToRecover } from "./trouble.ts";

const MEBIBYTES = 48;
const LEFT = 256 * 1024;

export const fullDisk: Scenario = {
  name: "full disk",
  async run(stage) {
    const disk = join(stage.options.folder, "small");
    await mountTmpfs(disk, MEBIBYTES);
    try {
      return await stage.withService(disk, async (service, load) => {
        await observeHealth(stage, "before the disk is full", load);
        // The service takes the last bytes itself, so that the end comes in the middle of a write.
        let empty = await fill(disk, LEFT);
        stage.say("the disk is nearly full");
        const answers = await observeTrouble(stage, "the disk fills up", load);
        await stage.checkReads("the disk is full", service, load);
        await empty();
        const recovered = await timeToRecover(stage, "space again", load);
        await observeHealth(stage, "space again", load);
        await stage.checkAll("space again", service, load);

        empty = await fill(disk);
        load.start();
        await pause(stage.random.between(100, 500));
        const stopped = load.stop();
        await service.server().kill();
        await stopped;
        stage.say("full again, and killed under load");
        await service.restart({ crash: true });
        await stage.checkReads("restarted on the full disk", service, load);
        await empty();
        const restarted = await timeToRecover(stage, "space again after a restart on the full disk", load);
        await service.restart();
        const users = await stage.checkAll("at the end", service, load);
        return [
          answers,
          {
            title: "And then:",
            head: ["what", "result"],
            rows: [
              ["disk", `tmpfs, ${MEBIBYTES} MiB`],
              ["space again, no restart: first sign-up after", recovered],
              ["killed and restarted on the full disk, then space again: first sign-up after", restarted],
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
