/**
 * E-mail has no part in this sign-in: a platform user's address is the placeholder of their native identity, and a
 * WeChat user has none. PocketBase's mail flows would still change it or write to it.
 * @module
 */
import { isPlaceholderEmail } from "../domain/guid.ts";
import { logger } from "./process.ts";

/**
 * Hook of the request and the confirmation of an e-mail change: another address would break the identity by which a
 * platform user signs in. A superuser edits the record instead.
 * @throws PocketBase's own 403
 */
export function refuseEmailChange(): void {
  throw new ForbiddenError("The e-mail of this collection's users cannot be changed.", {});
}

/**
 * Hook of `onMailerSend`: nothing is sent to placeholder addresses. Whoever owned that name in the server's network
 * would get links that reset passwords. The request is answered as for an unknown address, so nothing is told.
 */
export function dropPlaceholderMail(event: core.MailerEvent): void {
  const { to = [], subject = "" } = event.message ?? {};
  if (to.length > 0 && to.every(({ address }) => isPlaceholderEmail(address))) {
    logger().warn("a mail to a placeholder address was not sent", "subject", subject);
    return;
  }
  event.next();
}
