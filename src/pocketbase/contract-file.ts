/**
 * Serves the contract, so that API tools can import it by URL.
 * @module
 */

/** What PocketBase's settings hold until somebody says where the service is. */
const UNSET = "http://localhost:8090";

/**
 * The server that an import talks to: this one, and not whichever stands first in the file. Only the Application URL
 * tells the address, as a proxy may have taken a prefix away and need not say so. Without one the address is relative to
 * where the document was fetched from (OpenAPI 3.1, section 4.8.5), which keeps the prefix.
 */
function ownServer(): string {
  const address = $app.settings().meta.appURL.replace(/\/+$/, "");
  return /^https?:\/\/[^\s"\\]+$/.test(address) && address !== UNSET ? address : "./";
}

/** @param file the document, beside the hooks */
export function serveContract(event: core.RequestEvent, file: string): void {
  event.response.header().set("Content-Type", "application/yaml; charset=utf-8");
  const text = toString($os.readFile(`${__hooks}/${file}`));
  const server = `  - url: "${ownServer()}"\n    description: 本服务\n`;
  event.string(
    200,
    text.replace("\nservers:\n", (line) => line + server),
  );
}
