import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allLogRows } from "../support/log-rows.ts";
import { type Service, startService } from "../support/service.ts";

/** The `openssl` command, which makes the certificates. */
const openssl = (...args: string[]) => promisify(execFile)("openssl", args);

/** A certificate of the authority `ca.pem` in the folder, or of itself. */
async function certificate(folder: string, name: string, { names = "IP:127.0.0.1", days = "1", by = "ca" }) {
  const [key, request, file] = ["key", "csr", "pem"].map((kind) => join(folder, `${name}.${kind}`)) as [
    string,
    string,
    string,
  ];
  const subject = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=${names}`];
  await openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, ...subject);
  const signer =
    by === name
      ? ["-signkey", key]
      : ["-CA", join(folder, `${by}.pem`), "-CAkey", join(folder, `${by}.key`), "-CAcreateserial"];
  const lasting = ["-days", days, "-copy_extensions", "copy"];
  await openssl("x509", "-req", "-in", request, "-out", file, ...signer, ...lasting);
  return { key: await readFile(key), cert: await readFile(file), file };
}

describe("a WeChat whose certificate is not to be trusted", () => {
  let folder: string;
  let service: Service;
  const servers: Server[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kit-tls-"));
    const { file } = await certificate(folder, "ca", { by: "ca" });
    service = await startService({ env: { SSL_CERT_FILE: file } });
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    await service?.close();
    await rm(folder, { recursive: true });
  });

  test.each([
    ["unknown signer", { by: "unknown signer" }],
    ["wrong name", { names: "DNS:timeout.example.com" }],
    ["expired", { days: "-1" }],
  ])("is answered 502, and the log says: %s", async (kind, options) => {
    const { key, cert } = await certificate(folder, kind, options);
    const server = createServer({ key, cert }).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    const base = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await service.restart({ env: { WECHAT_API_BASE: base } });
    const answer = await service.call("wechatLogin", { body: { users_wx_code: "some-code" } });
    expect(answer.body).toEqual({
      code: 502,
      msg: "微信服务暂时不可用，请稍后再试",
      data: { reason: "wechat_unavailable" },
    });
    const [line] = (await allLogRows(service))
      .filter(({ data }) => data.reason === "wechat_unavailable")
      .slice(-1);
    expect(line?.data.cause).toBe(`/sns/jscode2session: TLS failure: ${kind}`);
  });
});
