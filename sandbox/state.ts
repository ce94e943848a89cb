/** Everything one sandbox keeps: WeChat's world, and what steers and watches it. */
import { CallLog } from "./call-log.ts";
import { HeldAnswers } from "./faults/delivery.ts";
import { FaultQueue } from "./faults/queue.ts";
import { Pusher } from "./pushes/pusher.ts";
import { createWorld, type World, type WorldOptions } from "./wechat/world.ts";

export interface SandboxState {
  readonly world: World;
  readonly faults: FaultQueue;
  readonly calls: CallLog;
  readonly held: HeldAnswers;
  readonly pusher: Pusher;
}

/** @throws {InputError} */
export function createState(options: WorldOptions, pushUrl?: string): SandboxState {
  const world = createWorld(options);
  return {
    world,
    faults: new FaultQueue(),
    calls: new CallLog(),
    held: new HeldAnswers(),
    pusher: new Pusher(world, pushUrl),
  };
}
