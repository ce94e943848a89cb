/**
 * How a push says that it is WeChat's: signed, and in the encrypted mode enciphered,
 * https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
 */
import { createCipheriv, createHash, randomBytes } from "node:crypto";

const BLOCK = 32;

/** Hexadecimal SHA-1 of the sorted and joined texts. */
export function sign(...texts: string[]): string {
  return createHash("sha1").update(texts.toSorted().join("")).digest("hex");
}

/**
 * 16 random bytes, the length in four, the text, the appid; padded to blocks of 32 and enciphered by AES-256-CBC.
 * @param encodingAesKey 43 characters of base64
 */
export function encipher(text: string, appid: string, encodingAesKey: string): string {
  const key = Buffer.from(`${encodingAesKey}=`, "base64");
  const content = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const plain = Buffer.concat([randomBytes(16), length, content, Buffer.from(appid)]);
  const padding = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString("base64");
}
