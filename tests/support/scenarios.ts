/**
 * One table of scenarios per operation: what is sent, what must come back, what must not, what the database holds then.
 * @module
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Answer, type Call, type Service, type ServiceOptions, startService } from "./service.ts";

export interface Scenario {
  /** States the behaviour. */
  name: string;
  /** Prepares and returns the call. */
  call: (service: Service) => Call | Promise<Call>;
  status: number;
  /** The exact reason of a failure. */
  reason?: string;
  /** The exact keys of `data.fields`. */
  fields?: string[];
  /** A subset that the body must contain. */
  body?: object;
  /** Texts that must not stand anywhere in the answer. */
  absent?: string[];
  /** Side effects: the database, the calls WeChat got. */
  after?: (service: Service, answer: Answer, call: Call) => void | Promise<void>;
}

/** Runs a table against one started service; each scenario brings its own users, so that order does not matter. */
export function scenarios(operationId: string, table: Scenario[], options: ServiceOptions = {}): void {
  describe(operationId, () => {
    let service: Service;
    beforeAll(async () => {
      service = await startService(options);
    });
    afterAll(() => service?.close());
    beforeEach(() => {
      service.sandbox.clearFaults();
      service.sandbox.clearRequests();
    });

    for (const scenario of table) {
      test(scenario.name, async () => {
        const call = await scenario.call(service);
        const answer = await service.call(operationId, call);
        expect({ status: answer.status, reason: answer.reason }).toEqual({
          status: scenario.status,
          reason: scenario.reason,
        });
        if (scenario.fields)
          expect(Object.keys(answer.body.data.fields ?? {}).sort()).toEqual(scenario.fields.toSorted());
        if (scenario.body) expect(answer.body).toMatchObject(scenario.body);
        for (const text of scenario.absent ?? []) expect(answer.text).not.toContain(text);
        await scenario.after?.(service, answer, call);
      });
    }
  });
}
