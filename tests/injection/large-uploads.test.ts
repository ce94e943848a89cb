import { request } from "node:http";
import { expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";

const started = ownService();
const PIECE = new Uint8Array(64 * 1024);
/** More than the buffers between client and server hold, less than what is drained. */
const PIECES = 150;

interface Received {
  status: number | undefined;
  /** Pieces that had been taken from the client when the answer began. */
  sentBefore: number;
  text: string;
}

function sendPieceByPiece(url: string, token: string): Promise<Received> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": "multipart/form-data; boundary=x",
      // A client that cannot tell the size in advance.
      "transfer-encoding": "chunked",
    };
    const upload = request(`${url}/api/wechat/avatar`, { method: "POST", headers });
    let sent = 0;
    upload.on("error", reject);
    upload.on("response", async (response) => {
      const sentBefore = sent;
      let text = "";
      for await (const part of response) text += String(part);
      resolve({ status: response.statusCode, sentBefore, text });
    });
    const send = () => {
      if (sent === PIECES) upload.end();
      else
        upload.write(PIECE, (error) => {
          if (error) return;
          sent++;
          send();
        });
    };
    upload.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n', send);
  });
}

test("an upload of unknown length that is too large is read to its end before it is refused", async () => {
  const { url, wechatUser } = started();
  const { status, sentBefore, text } = await sendPieceByPiece(url, (await wechatUser()).token);
  expect({ status, sentBefore }).toEqual({ status: 413, sentBefore: PIECES });
  expect(JSON.parse(text)).toEqual({
    code: 413,
    msg: "头像不能超过 2 MB",
    data: { reason: "body_too_large", fields: { file: "头像不能超过 2 MB" } },
  });
});
