/**
 * What a client takes from the place it runs in, where its options do not bring it.
 * @module
 */
import type { SessionStorage, Transport } from "../types.ts";

export interface Runtime {
  transport?: Transport;
  /** May throw, like everything in it. Without storage the session lives in memory. */
  storage?: () => SessionStorage;
  /** Whether nobody else writes into that storage, such as another tab of a browser. */
  ownsStorage?: boolean;
  /** Asks WeChat. */
  loginCode?: (timeout: number) => Promise<string>;
}
