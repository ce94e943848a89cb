/**
 * TLS in front of the sandbox WeChat, which speaks plain HTTP: WeChat itself is reached by TLS alone.
 * @module
 */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { createServer } from "node:tls";
import { promisify } from "node:util";
import { EVERY_ADDRESS, loopbackAddresses } from "./loopback.ts";

export interface TlsFront {
  url: string;
  /** File with the certificate, for `SSL_CERT_FILE`. */
  certificate: string;
  close(): void;
}

/**
 * @param folder where the key and the certificate are put; the `openssl` command makes them
 * @param port of the server behind, on loopback
 * @param addresses how many of the loopback addresses the certificate is good for
 */
export async function startTlsFront(folder: string, port: number, addresses: number): Promise<TlsFront> {
  const [keyFile, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const names = loopbackAddresses(addresses).map((address) => `IP:${address}`);
  await promisify(execFile)("openssl", [
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", keyFile, "-out", certificate],
    ...["-days", "1", "-subj", "/CN=sandbox", "-addext", `subjectAltName=${names.join()}`],
  ]);
  const server = createServer(
    { key: await readFile(keyFile), cert: await readFile(certificate) },
    (client) => {
      const behind = connect(port, "127.0.0.1");
      // However one side ends, the other ends with it.
      pipeline(client, behind, client, () => behind.destroy());
    },
  );
  server.listen(0, EVERY_ADDRESS);
  await once(server, "listening");
  const { port: own } = server.address() as AddressInfo;
  return { url: `https://${EVERY_ADDRESS}:${own}`, certificate, close: () => server.close() };
}
