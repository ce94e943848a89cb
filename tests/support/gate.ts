/**
 * A gate that holds a request in the middle of PocketBase's work until the test has done something else.
 * @module
 */
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Of an operator: holds whatever names a gate in its header, where PocketBase has read the record and not written it. */
export const GATE_HOOK = `
onRecordUpdateRequest((e) => {
  const url = e.requestInfo().headers["x_gate"];
  if (url) $http.send({ url, timeout: 60 });
  e.next();
});
`;

export interface Gate {
  header: { "x-gate": string };
  /** Resolves once somebody waits at the gate. */
  reached: Promise<void>;
  open(): void;
  close(): Promise<void>;
}

export async function startGate(): Promise<Gate> {
  const waiting: ServerResponse[] = [];
  let arrived: () => void = () => {};
  const reached = new Promise<void>((resolve) => (arrived = resolve));
  const server = createServer((_request, response) => {
    waiting.push(response);
    arrived();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    header: { "x-gate": `http://127.0.0.1:${(server.address() as AddressInfo).port}/` },
    reached,
    open: () => {
      for (const response of waiting.splice(0)) response.end();
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
