/** What an HTTP call brought, as far as anybody here looks at it. */
export interface HttpAnswer {
  statusCode: number;
  /** The body's value, whatever its media type says; null where it is no JSON, undefined where there is no body. */
  json: unknown;
  /** Where a picture was asked for: the body, unless it is a JSON object. */
  bytes?: number[];
}
