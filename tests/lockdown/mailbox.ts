/**
 * A mail server that takes everything and delivers nothing, to see what PocketBase would have sent.
 * @module
 */
import { EventEmitter, once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

export interface Mail {
  to: string[];
  /** Headers and body as sent. */
  text: string;
}

export interface Mailbox {
  port: number;
  /** All mails so far. */
  mails: Mail[];
  /** Resolves once there are that many. */
  has(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts an SMTP server (RFC 5321) on a free port of loopback: no encryption, no sign-in. */
export async function startMailbox(): Promise<Mailbox> {
  const mails: Mail[] = [];
  const arrivals = new EventEmitter();
  const take = (mail: Mail) => {
    mails.push(mail);
    arrivals.emit("mail");
  };
  const server = createServer((socket) => converse(socket, take)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    has: async (count) => {
      while (mails.length < count) await once(arrivals, "mail");
    },
    close: async () => {
      server.close();
      await once(server, "close");
    },
  };
}

function converse(socket: Socket, take: (mail: Mail) => void): void {
  let text = "";
  let to: string[] = [];
  let inData = false;
  const reply = (line: string) => socket.write(`${line}\r\n`);
  const command = (line: string) => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "RCPT") to.push(/<(.*?)>/.exec(line)?.[1] ?? "");
    if (verb === "DATA") inData = true;
    if (verb === "QUIT") socket.end("221 bye\r\n");
    else reply(verb === "DATA" ? "354 go on" : "250 ok");
  };
  socket.setEncoding("utf8");
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    text += chunk;
    for (;;) {
      const end = inData ? "\r\n.\r\n" : "\r\n";
      const at = text.indexOf(end);
      if (at === -1) return;
      const part = text.slice(0, at);
      text = text.slice(at + end.length);
      if (!inData) {
        command(part);
        continue;
      }
      take({ to, text: part });
      to = [];
      inData = false;
      reply("250 taken");
    }
  });
  reply("220 mailbox");
}
