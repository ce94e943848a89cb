/**
 * The network as `wx` meets it: at most ten calls at once, a time limit, header names in varying case.
 * @module
 */

/** The most calls WeChat lets through at once; the rest wait. */
const MOST_AT_ONCE = 10;

export interface HttpResult {
  statusCode: number;
  header?: { [name: string]: string };
  data: unknown;
}

export interface Network {
  /** The most calls that were under way at once. */
  peak(): number;
  /**
   * @param api for the words of failures
   * @throws Error with the words of a `fail` callback, or of `fetch`
   */
  call(
    api: string,
    url: string,
    init: RequestInit,
    limits: { timeout: number; signal: AbortSignal },
  ): Promise<{ statusCode: number; header: { [name: string]: string }; data: string }>;
}

export function createNetwork(): Network {
  const waiting: (() => void)[] = [];
  let running = 0;
  let peak = 0;
  let answers = 0;

  async function slot(): Promise<() => void> {
    if (running >= MOST_AT_ONCE) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    peak = Math.max(peak, running);
    return () => {
      const next = waiting.shift();
      // The slot passes on, or it is free.
      if (next) next();
      else running -= 1;
    };
  }

  return {
    peak: () => peak,
    async call(api, url, init, { timeout, signal }) {
      const free = await slot();
      try {
        const late = AbortSignal.timeout(timeout);
        const response = await fetch(url, { ...init, signal: AbortSignal.any([signal, late]) });
        const data = await response.text();
        const header = headerInSomeCase(response.headers, answers++);
        return { statusCode: response.status, header, data };
      } catch (error) {
        throw error instanceof Error && error.name === "TimeoutError"
          ? new Error(`${api}:fail timeout`)
          : error;
      } finally {
        free();
      }
    },
  };
}

/** Clients differ in how they write names: as sent, in capitals at each word, in capitals throughout. */
function headerInSomeCase(headers: Headers, turn: number): { [name: string]: string } {
  const spell = [
    (name: string) => name,
    (name: string) => name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
    (name: string) => name.toUpperCase(),
  ][turn % 3];
  return Object.fromEntries([...headers].map(([name, value]) => [spell?.(name) ?? name, value]));
}
