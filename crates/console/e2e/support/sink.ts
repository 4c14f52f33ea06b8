import { once } from "node:events";
import { createServer, type Server as HttpServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect } from "@playwright/test";

/** A delivery as it came. */
export interface Delivery {
  headers: IncomingHttpHeaders;
  body: string;
}

/** An endpoint of webhooks: it keeps what it is sent, and answers as it is told to. */
export class Sink {
  readonly deliveries: Delivery[] = [];
  /** What it answers from now on. */
  status = 200;
  readonly #http: HttpServer;

  private constructor(http: HttpServer) {
    this.#http = http;
    http.on("request", async (request, response) => {
      const body = await text(request);
      this.deliveries.push({ headers: request.headers, body });
      response.writeHead(this.status, { "content-type": "application/json" }).end(`{"status":${this.status}}`);
    });
  }

  static async start(): Promise<Sink> {
    const http = createServer();
    const sink = new Sink(http);
    await once(http.listen(0, "127.0.0.1"), "listening");
    return sink;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}/hook`;
  }

  /** Waits until as many deliveries have come in which this stands. */
  async has(count: number, what: string): Promise<void> {
    await expect.poll(() => this.of(what).length).toBe(count);
  }

  of(what: string): Delivery[] {
    return this.deliveries.filter(({ body }) => body.includes(what));
  }

  stop(): void {
    this.#http.closeAllConnections();
    this.#http.close();
  }
}
