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
  /** The fields that are named: their keys, or with their exact messages. */
  fields?: string[] | { [field: string]: string };
  /** A subset that the body must contain. */
  body?: object;
  /** Texts that must not stand anywhere in the answer. */
  absent?: string[];
  /** Side effects: the database, and the calls that WeChat got because of this one. */
  after?: (service: Service, answer: Answer, call: Call) => void | Promise<void>;
}

/** Starts a service for the describe block that calls this, and ends it with the block. */
export function ownService(options: ServiceOptions = {}): () => Service {
  let service: Service | undefined;
  beforeAll(async () => {
    service = await startService(options);
  });
  afterAll(() => service?.close());
  return () => {
    if (!service) throw new Error("the service runs only within the tests");
    return service;
  };
}

/** What several scenarios share on one service because none of them changes it, such as a user. */
export function oncePerService<T>(make: (service: Service) => Promise<T>): (service: Service) => Promise<T> {
  const made = new WeakMap<Service, Promise<T>>();
  return (service) => {
    const known = made.get(service) ?? make(service);
    made.set(service, known);
    return known;
  };
}

/** Runs a table against one started service; each scenario brings its own users, so that order does not matter. */
export function scenarios(operationId: string, table: Scenario[], options: ServiceOptions = {}): void {
  describe(operationId, () => {
    const started = ownService(options);
    beforeEach(() => started().sandbox.clearFaults());

    for (const scenario of table) {
      test(scenario.name, async () => {
        const service = started();
        const call = await scenario.call(service);
        service.sandbox.clearRequests();
        const answer = await service.call(operationId, call);
        expect({ status: answer.status, reason: answer.reason }).toEqual({
          status: scenario.status,
          reason: scenario.reason,
        });
        expectFields(answer, scenario.fields);
        if (scenario.body) expect(answer.body).toMatchObject(scenario.body);
        for (const text of scenario.absent ?? []) expect(answer.text).not.toContain(text);
        await scenario.after?.(service, answer, call);
      });
    }
  });
}

function expectFields(answer: Answer, fields: Scenario["fields"]): void {
  if (!fields) return;
  const named = answer.body.data.fields ?? {};
  if (Array.isArray(fields)) expect(Object.keys(named).sort()).toEqual(fields.toSorted());
  else expect(named).toEqual(fields);
}
