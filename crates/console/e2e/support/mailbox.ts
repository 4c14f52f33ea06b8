import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** How long a mail may take, and how often it is looked for, in milliseconds. */
const COMES_WITHIN = 15_000;
const LOOKED_EVERY = 50;

/** A mail server that keeps what it is given. */
export class Mailbox {
  readonly #mails: string[] = [];
  readonly #server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData: (stream, _session, done) => {
      text(stream).then((mail) => {
        this.#mails.push(mail);
        done();
      }, done);
    },
  });

  static async start(): Promise<Mailbox> {
    const mailbox = new Mailbox();
    const listening = mailbox.#server.listen(0, "127.0.0.1");
    await once(listening, "listening");
    return mailbox;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  /** The first link to this page in a mail that has come, or comes; that mail is taken out. */
  async link(page: string): Promise<string> {
    const until = Date.now() + COMES_WITHIN;
    while (Date.now() < until) {
      for (const [at, mail] of this.#mails.entries()) {
        // Long lines are broken with a `=` at their ends, and a `=` is written `=3D`.
        const link = mail
          .replace(/=\r?\n/g, "")
          .replaceAll("=3D", "=")
          .match(/https?:\/\/\S+/g)
          ?.find((found) => found.includes(page));
        if (link) {
          this.#mails.splice(at, 1);
          return link;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, LOOKED_EVERY));
    }
    throw new Error(`no mail with a link to ${page} came`);
  }

  stop(): void {
    this.#server.close();
  }
}
