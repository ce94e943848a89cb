/**
 * What is done to a token on its way.
 * @module
 */
import { createHmac } from "node:crypto";
import type { Holder, Tampering } from "./headers.ts";

/** @param tokenOf the token of somebody else, whose claims are put into this one */
export async function tampered(
  token: string,
  tampering: Tampering,
  tokenOf: (holder: Holder) => Promise<string>,
): Promise<string> {
  const [head = "", claims = "", signature = ""] = token.split(".");
  switch (tampering.kind) {
    case "character": {
      // Not the last one: two bits of it carry nothing, so that another letter can stand for the same signature.
      const at = tampering.at % (token.length - 1);
      return token.slice(0, at) + tampering.by + token.slice(at + 1);
    }
    case "signature dropped":
      return `${head}.${claims}.`;
    case "unsigned":
      return `${Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url")}.${claims}.`;
    case "signed by": {
      const signed = createHmac("sha256", tampering.key).update(`${head}.${claims}`).digest("base64url");
      return `${head}.${claims}.${signed}`;
    }
    case "claims of":
      return `${head}.${(await tokenOf(tampering.other)).split(".")[1]}.${signature}`;
  }
}
