/**
 * PocketBase's own password route of the users' collection.
 * @module
 */

/** How many hooks it has, ours included. */
export function hooksOfNativePassword(): number {
  return $app.onRecordAuthWithPasswordRequest().length();
}

/** PocketBase's own answer of that route. @throws PocketBase's 403 when the authRule or a hook refuses */
export function answerNativePassword(event: core.RequestEvent, user: core.Record): void {
  $apis.recordAuthResponse(event, user, "password", null);
}
