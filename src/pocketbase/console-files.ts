/**
 * Serves the page at /console from what lies beside the hooks; nothing else needs to be deployed for it.
 * @module
 */
import { settings } from "./settings.ts";

/** The files of the page; a request cannot name any other. */
const CONTENT_TYPES: { [file: string]: string } = {
  "index.html": "text/html; charset=utf-8",
  "style.css": "text/css; charset=utf-8",
  "app.js": "text/javascript; charset=utf-8",
};

/** No inline code, nothing from elsewhere but pictures (avatars live where the user says), no framing. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' https: http: data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** @throws PocketBase's 404 for an unknown file, or when the operator has turned the page off */
export function serveConsole(event: core.RequestEvent): void {
  const file = event.request?.pathValue("file") || "index.html";
  const contentType = Object.hasOwn(CONTENT_TYPES, file) ? CONTENT_TYPES[file] : undefined;
  if (!contentType || !settings().consoleEnabled) throw new NotFoundError("", {});
  const headers = event.response.header();
  headers.set("Content-Type", contentType);
  headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
  headers.set("Referrer-Policy", "no-referrer");
  headers.set("Cache-Control", "no-cache");
  event.fileFS($os.dirFS(`${__hooks}/console`), file);
}
