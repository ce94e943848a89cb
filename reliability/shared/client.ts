/**
 * A light HTTP client: keeps connections open, times every answer and holds it against the contract.
 * @module
 */
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { checkAnswer, operations } from "../../tests/support/contract.ts";

/** No whole answer came: the connection broke, or nothing was heard for too long. */
export class Lost extends Error {}

export interface Call {
  /** Sent as JSON. */
  body?: object;
  token?: string | null;
  /** Sent as a multipart file in the field `file`, instead of a body. */
  file?: Buffer;
}

export interface Answer {
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the contract check has typed it
  body: any;
  reason: string | undefined;
  /** From sending the request to the last byte of the answer. */
  milliseconds: number;
}

const SILENCE_MS = 60_000;

export class Client {
  readonly #agent = new Agent({ keepAlive: true });

  constructor(private readonly url: () => string) {}

  /**
   * Calls an operation by its operationId.
   * @throws Lost; any other error says that the answer breaks the contract
   */
  async call(operationId: string, { body, token, file }: Call = {}): Promise<Answer> {
    const operation = operations[operationId];
    if (!operation) throw new Error(`no operation ${operationId}`);
    const payload = file
      ? multipart(file)
      : body && { type: "application/json", bytes: JSON.stringify(body) };
    const sent = performance.now();
    const received = await this.#send(
      this.url() + operation.path,
      operation.method,
      {
        ...(payload && { "content-type": payload.type, "content-length": Buffer.byteLength(payload.bytes) }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
      payload?.bytes,
    );
    const milliseconds = performance.now() - sent;
    const { status, text } = received;
    const parsed = checkAnswer(operationId, {
      status,
      text,
      headers: headersOf(received.headers),
    }) as Answer["body"];
    return { status, body: parsed, reason: parsed.data?.reason, milliseconds };
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(
    url: string,
    method: string,
    headers: { [name: string]: string | number },
    payload: string | Buffer | undefined,
  ): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
    return new Promise((resolve, reject) => {
      const lose = (error: Error) => reject(new Lost(error.message, { cause: error }));
      const outgoing = request(
        url,
        { method, headers, agent: this.#agent, timeout: SILENCE_MS },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.once("error", lose);
          incoming.once("end", () =>
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              text: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      outgoing.once("timeout", () => outgoing.destroy(new Error(`silence for ${SILENCE_MS / 1000} s`)));
      outgoing.once("error", lose);
      outgoing.end(payload);
    });
  }
}

function headersOf(raw: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) headers.set(name, String(value));
  return headers;
}

function multipart(file: Buffer): { type: string; bytes: Buffer } {
  const boundary = "----reliability";
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n`;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}
