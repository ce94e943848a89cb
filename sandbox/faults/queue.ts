/** Which fault hits which call. */
import type { EndpointName } from "../endpoints.ts";
import { InputError } from "../shared/input.ts";
import type { Fault, FaultTarget } from "./fault.ts";

const QUEUE_LIMIT = 100;

/**
 * The faults that are set. Those of one endpoint form a queue and go before those of `*`: a fault with `times`
 * gives way to the next one when it is used up; an endless one is replaced by the next that is set.
 */
export class FaultQueue {
  readonly #queues = new Map<FaultTarget, Fault[]>();

  /** @throws {InputError} when a queue holds 100 faults already */
  add(fault: Fault): void {
    const queue = this.#queues.get(fault.endpoint) ?? [];
    if (queue.at(-1)?.times === null) queue.pop();
    if (queue.length >= QUEUE_LIMIT)
      throw new InputError("endpoint", `has ${QUEUE_LIMIT} faults waiting already`);
    queue.push(fault);
    this.#queues.set(fault.endpoint, queue);
  }

  /** The fault that hits the next call to an endpoint, counted down; null for none. */
  take(endpoint: EndpointName): Fault | null {
    for (const target of [endpoint, "*"] as const) {
      const queue = this.#queues.get(target);
      const fault = queue?.[0];
      if (queue === undefined || fault === undefined) continue;
      if (fault.times !== null) {
        fault.times -= 1;
        if (fault.times === 0) queue.shift();
      }
      return fault;
    }
    return null;
  }

  list(): Fault[] {
    return [...this.#queues.values()].flat().map((fault) => ({ ...fault }));
  }

  clear(): void {
    this.#queues.clear();
  }
}
