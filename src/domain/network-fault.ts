/**
 * What a failed outgoing call comes down to, in words that are safe to log: Go's errors quote the URL, which may hold
 * secrets.
 * @module
 */

/** As Go's crypto/x509 and crypto/tls word it; the first that fits counts. */
const TLS_FAULTS: [RegExp, string][] = [
  [/certificate signed by unknown authority/, "unknown signer"],
  [/certificate is (not )?valid for|cannot validate certificate for|legacy Common Name/, "wrong name"],
  [/expired or is not yet valid: current time \S+ is before/, "not yet valid"],
  [/certificate has expired/, "expired"],
  [/does not look like a TLS handshake/, "the other side speaks no TLS"],
  [/remote error: tls/, "refused by the other side"],
];

const OTHER_FAULTS: [RegExp, string][] = [
  [/deadline exceeded|timeout/i, "time-out"],
  [/connection refused/i, "connection refused"],
  [/connection reset|broken pipe|EOF/i, "connection broken off"],
  [/no such host|lookup/i, "host not found"],
  // What Go says of plain HTTP at an https address.
  [/HTTP response to HTTPS client/, "TLS failure: the other side speaks no TLS"],
];

/** @param error as Go words it: `Get "<url>": <cause>`; the URL holds what a client sent, and must not decide */
export function networkFault(error: string): string {
  const cause = error.replace(/"[^"]*"/, "");
  // First, because a certificate's names are the other side's, and could be any of the words below.
  if (/\b(x509|tls): /.test(cause)) {
    const kind = TLS_FAULTS.find(([words]) => words.test(cause))?.[1];
    return kind ? `TLS failure: ${kind}` : "TLS failure";
  }
  return OTHER_FAULTS.find(([words]) => words.test(cause))?.[1] ?? "network failure";
}
