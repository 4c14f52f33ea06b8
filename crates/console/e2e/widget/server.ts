import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const ADMIN_TOKEN = "admin-token";

/** A server in a process of its own, which can be killed and started again on the same port and database. */
export class Server {
  readonly #folder: string;
  #process: ChildProcess | undefined;
  #address = "127.0.0.1:0";

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(): Promise<Server> {
    const server = new Server(await mkdtemp(join(tmpdir(), "switchroom-e2e-")));
    await server.startAgain();
    return server;
  }

  get url(): string {
    return `http://${this.#address}`;
  }

  async startAgain(): Promise<void> {
    const binary = process.env.SWITCHROOM_BINARY;
    if (binary === undefined) throw new Error("SWITCHROOM_BINARY must name the server");
    const database = process.env.SWITCHROOM_TEST_DATABASE ?? `sqlite:${join(this.#folder, "switchroom.db")}`;
    const child = spawn(binary, ["serve", "--listen", this.#address, "--database", database], {
      cwd: this.#folder,
      env: {
        ...process.env,
        SWITCHROOM_ADMIN_TOKEN: ADMIN_TOKEN,
        SWITCHROOM_ADMIN_PASSWORD: "admin-password",
        SWITCHROOM_KEY: "dGhlIGtleSBvZiBldmVyeSBzZXJ2ZXIgb2YgdGVzdHM=",
        SWITCHROOM_RATE_LIMIT: "off",
        SWITCHROOM_LOG_FORMAT: "json",
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#process = child;
    this.#address = await address(child);
  }

  /** Kills it at once. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true });
  }

  /** Calls the API as the admin, or as whoever bears the token. */
  async call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    token = ADMIN_TOKEN,
  ): Promise<T> {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    const answer = await fetch(`${this.url}/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status} ${text}`);
    return (text === "" ? {} : JSON.parse(text)) as T;
  }
}

/** The address that the server says it serves on. */
async function address(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error("its log cannot be read");
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    lines.push(line);
    const found = /"address":"([^"]+)"/.exec(line)?.[1];
    if (found !== undefined) {
      // Whoever does not read on stops the server once the pipe is full.
      child.stderr.resume();
      return found;
    }
  }
  throw new Error(`the server did not start: ${lines.join("\n")}`);
}
