/**
 * Serves the contract, so that API tools can import it by URL.
 * @module
 */

export function serveContract(event: core.RequestEvent): void {
  event.response.header().set("Content-Type", "application/yaml; charset=utf-8");
  event.fileFS($os.dirFS(__hooks), "openapi.yaml");
}
