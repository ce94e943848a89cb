/**
 * A client of PocketBase's realtime API: server-sent events over fetch, read one by one.
 * @module
 */

export interface ServerEvent {
  /** The topic, such as `tbl_auth_users/*`. */
  topic: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the server sent
  data: any;
}

export class EventStream {
  readonly #url: string;
  readonly #clientId: string;
  readonly #events: AsyncGenerator<ServerEvent>;
  readonly #abort: AbortController;

  private constructor(
    url: string,
    clientId: string,
    events: AsyncGenerator<ServerEvent>,
    abort: AbortController,
  ) {
    this.#url = url;
    this.#clientId = clientId;
    this.#events = events;
    this.#abort = abort;
  }

  /** @param url of the server */
  static async open(url: string): Promise<EventStream> {
    const abort = new AbortController();
    const response = await fetch(`${url}/api/realtime`, { signal: abort.signal });
    if (!response.body) throw new Error(`realtime: ${response.status}`);
    const events = eventsOf(response.body);
    const { value } = await events.next();
    return new EventStream(url, value.data.clientId, events, abort);
  }

  /** @returns the status of the answer */
  async subscribe(topics: string[], token?: string): Promise<number> {
    const response = await fetch(`${this.#url}/api/realtime`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token !== undefined && { authorization: token }) },
      body: JSON.stringify({ clientId: this.#clientId, subscriptions: topics }),
    });
    return response.status;
  }

  /** Waits for the next event. */
  async next(): Promise<ServerEvent> {
    const { value, done } = await this.#events.next();
    if (done) throw new Error("the stream has ended");
    return value;
  }

  close(): void {
    this.#abort.abort();
  }
}

async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  let text = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}:(.*)$`, "m").exec(block)?.[1] ?? "";
      yield { topic: field("event"), data: JSON.parse(field("data")) };
    }
  }
}
