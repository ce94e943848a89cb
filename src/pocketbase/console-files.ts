/**
 * Serves the page at /console from what lies beside the hooks; nothing else needs to be deployed for it.
 * @module
 */
import { settings } from "./settings.ts";

/**
 * What can be asked for below /console, by name. The page itself has none: from /console/index.html its relative
 * addresses would lead nowhere.
 */
const FILES: { [name: string]: { file: string; type: string; always?: true } } = {
  "": { file: "index.html", type: "text/html; charset=utf-8" },
  "style.css": { file: "style.css", type: "text/css; charset=utf-8" },
  "app.js": { file: "app.js", type: "text/javascript; charset=utf-8" },
  desk: { file: "desk.html", type: "text/html; charset=utf-8" },
  "desk-style.css": { file: "desk-style.css", type: "text/css; charset=utf-8" },
  "desk.js": { file: "desk.js", type: "text/javascript; charset=utf-8" },
  // Users who registered without a picture have its address in their record, wherever that is shown.
  "avatar.svg": { file: "avatar.svg", type: "image/svg+xml", always: true },
};

/**
 * No inline code, no markup made from text, nothing from elsewhere but pictures (avatars live where the user says), no
 * framing, and no form that leaves the page: the script sends them.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' https: http: data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/** @throws PocketBase's 404 for an unknown file, or for a page when the operator has turned them off */
export function serveConsole(event: core.RequestEvent): void {
  const name = event.request?.pathValue("file") ?? "";
  const found = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
  if (!found || !(found.always || settings().consoleEnabled)) throw new NotFoundError("", {});
  const headers = event.response.header();
  headers.set("Content-Type", found.type);
  headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
  headers.set("Referrer-Policy", "no-referrer");
  headers.set("Cache-Control", "no-cache");
  event.fileFS($os.dirFS(`${__hooks}/console`), found.file);
}
