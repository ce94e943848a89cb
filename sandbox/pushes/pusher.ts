/** Sends pushes, and remembers the last ones so that they can be sent again byte for byte. */
import { RecentList } from "../shared/bounded.ts";
import { type Fields, InputError, refuseUnknown } from "../shared/input.ts";
import type { World } from "../wechat/world.ts";
import { type PushRequest, readPush, readVerification } from "./push.ts";

const REMEMBERED_PUSHES = 100;
/** WeChat waits five seconds for an answer. */
const WAIT_MS = 5000;
const ANSWER_LIMIT = 4096;

/** A push and what became of it. */
export interface SentPush extends PushRequest {
  /** Counts from 1; a push that is sent again keeps its number. */
  readonly id: number;
  /** Null when no answer came within five seconds. */
  readonly status: number | null;
  /** The answer's text, at most 4096 characters; null when there is none. */
  readonly answer: string | null;
}

export interface Verification extends PushRequest {
  readonly status: number | null;
  readonly answer: string | null;
  /** Whether the answer is the text that was to be echoed: then WeChat takes the address. */
  readonly verified: boolean;
}

export class Pusher {
  readonly #world: World;
  /** Where pushes go that name no address. */
  readonly url: string | undefined;
  readonly #sent = new RecentList<SentPush>(REMEMBERED_PUSHES);
  #count = 0;

  constructor(world: World, url?: string) {
    this.#world = world;
    this.url = url;
  }

  /** @throws {InputError} */
  push(input: Fields): Promise<SentPush> {
    const request = readPush(this.#addressed(input), this.#world);
    this.#count += 1;
    return this.#send(this.#count, request);
  }

  /**
   * Sends the push with this `id`, or the last one, once more: the same signature, time and nonce.
   * @throws {InputError}
   */
  replay(input: Fields): Promise<SentPush> {
    refuseUnknown(input, ["id"]);
    const id = input.id === undefined ? this.#count : Number(input.id);
    const push = this.list().find((each) => each.id === id);
    if (push === undefined) throw new InputError("id", "must be that of a push which is remembered");
    const { method, url, type, body } = push;
    return this.#send(id, { method, url, type, body });
  }

  /** @throws {InputError} */
  async verify(input: Fields): Promise<Verification> {
    const { echostr, ...request } = readVerification(this.#addressed(input), this.#world);
    const { status, answer } = await deliver(request);
    return { ...request, status, answer, verified: status === 200 && answer === echostr };
  }

  /** The last 100, oldest first. */
  list(): SentPush[] {
    return this.#sent.toArray();
  }

  #addressed(input: Fields): Fields {
    return this.url === undefined ? input : { url: this.url, ...input };
  }

  async #send(id: number, request: PushRequest): Promise<SentPush> {
    const sent = { id, ...request, ...(await deliver(request)) };
    this.#sent.add(sent);
    return sent;
  }
}

async function deliver({ method, url, type, body }: PushRequest) {
  try {
    const response = await fetch(url, {
      method,
      redirect: "manual",
      signal: AbortSignal.timeout(WAIT_MS),
      ...(type !== null && { headers: { "content-type": type } }),
      ...(body !== null && { body }),
    });
    return { status: response.status, answer: (await response.text()).slice(0, ANSWER_LIMIT) };
  } catch {
    return { status: null, answer: null };
  }
}
