// @ts-check
/**
 * Lets one operation answer several methods of its path: `x-also: [get, head]` beside `post`.
 * @module
 */

/** @typedef {import("./source.mjs").Json} Json */

/** `health`, get → `healthGet`. @param {string} operationId @param {string} method */
const idOf = (operationId, method) => operationId + method.charAt(0).toUpperCase() + method.slice(1);

/**
 * The methods of a path item, each with the id of the operation that answers it.
 * @template {{ operationId: string }} Operation
 * @param {Record<string, Operation>} item
 * @returns {{ method: string, operation: Operation, answeredBy: string }[]}
 */
export function methodsOf(item) {
  const all = Object.entries(item).map(([method, operation]) => ({ method, operation }));
  return all.map(({ method, operation }) => {
    const own = all.find((other) => operation.operationId === idOf(other.operation.operationId, method));
    return { method, operation, answeredBy: (own?.operation ?? operation).operationId };
  });
}

/** What a response says without its body (RFC 9110, section 9.3.2). @param {Json} response @param {Json} components */
function headOf(response, components) {
  const { description, headers } = response.$ref
    ? components.responses[response.$ref.split("/").pop()]
    : response;
  return { description, ...(headers && { headers }) };
}

/**
 * Adds the further methods to a path item whose operations are spelled out.
 * @param {Json} item @param {Json} components
 */
export function addMethods(item, components) {
  for (const operation of Object.values(item)) {
    const { "x-also": also = [], ...same } = operation;
    delete operation["x-also"];
    for (const method of also) {
      const copy = structuredClone({ ...same, operationId: idOf(same.operationId, method) });
      const responses = Object.entries(copy.responses);
      if (method === "head")
        copy.responses = Object.fromEntries(
          responses.map(([status, response]) => [status, headOf(response, components)]),
        );
      item[method] = copy;
    }
  }
}
