/**
 * Outgoing HTTP. URLs may hold secrets and Go's network errors quote the URL, so an error says only its kind.
 * @module
 */

export interface HttpAnswer {
  statusCode: number;
  body: string;
}

/** @returns the answer, or the kind of fault in words that are safe to log */
export function send(request: {
  method: "GET" | "POST";
  url: string;
  body?: string;
  timeoutSeconds: number;
}): HttpAnswer | { fault: string } {
  try {
    const answer = $http.send({
      method: request.method,
      url: request.url,
      timeout: request.timeoutSeconds,
      ...(request.body !== undefined && {
        body: request.body,
        headers: { "content-type": "application/json" },
      }),
    });
    return { statusCode: answer.statusCode, body: toString(answer.body) };
  } catch (error) {
    return { fault: faultKind(String(error)) };
  }
}

function faultKind(text: string): string {
  if (/deadline exceeded|timeout/i.test(text)) return "time-out";
  if (/connection refused/i.test(text)) return "connection refused";
  if (/connection reset|broken pipe|EOF/i.test(text)) return "connection broken off";
  if (/no such host|lookup/i.test(text)) return "host not found";
  if (/certificate|tls:/i.test(text)) return "TLS failure";
  return "network failure";
}
