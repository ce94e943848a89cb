import { expect, test } from "vitest";
import { networkFault } from "../../src/domain/network-fault.ts";

const URL = "https://api.weixin.qq.com/sns/jscode2session?appid=wx0&secret=s3cret&js_code=x509:%20tls:%20EOF";
const VERIFY = "tls: failed to verify certificate: x509:";

test.each([
  [`${VERIFY} certificate signed by unknown authority`, "TLS failure: unknown signer"],
  [
    `${VERIFY} certificate signed by unknown authority (possibly because of "x509: certificate has expired" while trying to verify candidate authority certificate "ca")`,
    "TLS failure: unknown signer",
  ],
  [
    `${VERIFY} certificate is valid for timeout.example.com, not api.weixin.qq.com`,
    "TLS failure: wrong name",
  ],
  [
    `${VERIFY} certificate is not valid for any names, but wanted to match api.weixin.qq.com`,
    "TLS failure: wrong name",
  ],
  [
    `${VERIFY} cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs`,
    "TLS failure: wrong name",
  ],
  [`${VERIFY} certificate relies on legacy Common Name field, use SANs instead`, "TLS failure: wrong name"],
  [
    `${VERIFY} certificate has expired or is not yet valid: current time 2026-11-27T08:00:00Z is after 2026-11-01T00:00:00Z`,
    "TLS failure: expired",
  ],
  [
    `${VERIFY} certificate has expired or is not yet valid: current time 2026-11-27T08:00:00Z is before 2027-01-01T00:00:00Z`,
    "TLS failure: not yet valid",
  ],
  ["tls: first record does not look like a TLS handshake", "TLS failure: the other side speaks no TLS"],
  ["http: server gave HTTP response to HTTPS client", "TLS failure: the other side speaks no TLS"],
  ["remote error: tls: handshake failure", "TLS failure: refused by the other side"],
  ["tls: server selected unsupported protocol version 301", "TLS failure"],
  ["net/http: TLS handshake timeout", "time-out"],
  ["context deadline exceeded (Client.Timeout exceeded while awaiting headers)", "time-out"],
  ["dial tcp 127.0.0.1:9: connect: connection refused", "connection refused"],
  ["read tcp 127.0.0.1:1->127.0.0.1:2: read: connection reset by peer", "connection broken off"],
  ["EOF", "connection broken off"],
  ["dial tcp: lookup api.weixin.qq.com: no such host", "host not found"],
  ["something else", "network failure"],
])("%s is “%s”, and the address is not looked at", (cause, fault) => {
  expect(networkFault(`Get "${URL}": ${cause}`)).toBe(fault);
});
