/** The part of newman's API that the tests use; the package ships no declarations. */
declare module "newman" {
  export interface RunOptions {
    /** A parsed collection, format v2.1. */
    collection: object;
    /** Environment variables; they win over the collection's own. */
    envVar?: { key: string; value: string }[];
  }

  export interface Response {
    code: number;
    stream: Uint8Array;
    headers: { all(): { key: string; value: string }[] };
  }

  export interface Execution {
    item: { name: string };
    request: {
      method: string;
      url: { getPath(): string; toString(): string };
      body?: { toString(): string };
    };
    response?: Response;
    requestError?: Error;
    assertions?: { assertion: string; error?: Error }[];
  }

  export interface Summary {
    run: { executions: Execution[]; failures: { error: Error; source?: { name: string } }[] };
  }

  const newman: {
    run(options: RunOptions, done: (error: Error | null, summary: Summary) => void): void;
  };
  export default newman;
}
