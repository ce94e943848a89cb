/**
 * Runs a Postman collection with newman, and holds the service's answers against the contract.
 * @module
 */
import newman, { type Execution, type Summary } from "newman";
import { checkAnswer, operations } from "../support/contract.ts";

export interface CollectionRun {
  executions: Execution[];
  /** What newman counts as a failure: a failed assertion, a script's error, a request without an answer. */
  failures: string[];
}

/** Runs every request of a collection in order. @throws when newman cannot run it at all */
export async function runCollection(
  collection: object,
  variables: { [name: string]: string },
): Promise<CollectionRun> {
  const envVar = Object.entries(variables).map(([key, value]) => ({ key, value }));
  const { run } = await new Promise<Summary>((resolve, reject) => {
    newman.run({ collection, envVar }, (error, summary) => (error ? reject(error) : resolve(summary)));
  });
  const failures = run.failures.map(({ error, source }) => `${source?.name}: ${error.message}`);
  return { executions: run.executions, failures };
}

/**
 * Checks one answer against the operation its path belongs to.
 * @returns the operationId
 * @throws when there is no answer, no such operation, or the contract does not declare the answer
 */
export function checkExecution({ item, request, response, requestError }: Execution): string {
  if (!response) throw new Error(`${item.name}: no answer`, { cause: requestError });
  const [id] =
    Object.entries(operations).find(
      ([, { method, path }]) => method === request.method && path === request.url.getPath(),
    ) ?? [];
  if (!id) throw new Error(`${item.name}: ${request.method} ${request.url} is no operation of the contract`);
  const headers = new Headers(response.headers.all().map(({ key, value }) => [key, value]));
  try {
    checkAnswer(id, { status: response.code, headers, text: new TextDecoder().decode(response.stream) });
  } catch (error) {
    throw new Error(`${item.name}: undeclared answer to ${request.body ?? "no body"}`, { cause: error });
  }
  return id;
}
