import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A site of its own origin that has the widget's snippet in its page, under a strict policy of its own. */
export class Site {
  readonly #http: HttpServer;
  readonly origin: string;

  private constructor(http: HttpServer) {
    this.#http = http;
    this.origin = `http://localhost:${(http.address() as AddressInfo).port}`;
  }

  static async start(server: () => string): Promise<Site> {
    const http = createServer((request, response) => {
      const channel = new URL(request.url ?? "/", "http://site").searchParams.get("channel") ?? "";
      const from = server();
      response.writeHead(200, {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": `default-src 'none'; script-src ${from}; connect-src ${from}; frame-src ${from}; img-src data:`,
      });
      response.end(page(from, channel));
    });
    await new Promise<void>((listening) => http.listen(0, "127.0.0.1", listening));
    return new Site(http);
  }

  stop(): void {
    this.#http.closeAllConnections();
    this.#http.close();
  }
}

function page(server: string, channel: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
    <meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"></head>
    <body><main><h1>Shop</h1><p>Everything you need.</p></main>
    <script async src="${server}/widget.js" data-channel="${channel}"></script></body></html>`;
}
