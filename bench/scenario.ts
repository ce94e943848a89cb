/**
 * What a scenario is: sides that are compared, and how good the one has to be.
 * @module
 */
import type { Load } from "./load.ts";
import type { Stage, Stages } from "./stage.ts";

export type Metric = "requests/s" | "CPU µs/request";

/** One side of a comparison. */
export interface Side {
  name: string;
  stage: Stage;
  load: Load;
  connections?: number;
  /** For what uses up what is there: a turn is so many requests, however long they take. */
  turn?: Turn;
}

export interface Turn {
  requests: number;
  /** Puts back what the turn before used up. It belongs to no figure. */
  before(): Promise<void>;
}

export interface Comparison {
  ours: Side;
  base: Side;
  metric: Metric;
  /** Requests/s: ours ÷ base is at least this. CPU: ours ÷ base is at most this. */
  target: number;
}

export interface Scenario {
  id: string;
  title: string;
  /** Puts servers and data in place. `size` is the number of users that “large” means. */
  prepare(stages: Stages, size: number): Promise<Comparison[]>;
}
