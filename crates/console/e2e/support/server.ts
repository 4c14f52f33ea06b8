import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const ADMIN = { username: "admin", password: "staple-battery-horse-42" };
export const TOKEN = "token-of-the-admin-in-tests-0123456789";

/** How long a server may take to start, and how often it is asked, in milliseconds. */
const STARTS_WITHIN = 20_000;
const ASKED_EVERY = 50;

/** What the file of a database that is taken ends in. */
const TAKEN = ".taken";

/** Variables of the environment; undefined: it is not set. */
type Settings = Record<string, string | undefined>;

/** The server, as a process of its own with a database that outlives it. */
export class Server {
  readonly url: string;
  readonly #port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), "switchroom-e2e-"));
  #database: string | undefined;
  #process: ChildProcess | undefined;

  /** Settings beside the usual ones. */
  readonly #settings: Settings;

  private constructor(port: number, settings: Settings) {
    this.#port = port;
    this.#settings = settings;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(settings: Settings = {}): Promise<Server> {
    const server = new Server(await freePort(), settings);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    const binary = process.env.SWITCHROOM_BINARY;
    if (!binary) throw new Error("SWITCHROOM_BINARY must name the server's binary");
    this.#database ??= takeDatabase() ?? `sqlite:${join(this.#folder, "switchroom.db")}`;
    const log = openSync(join(this.#folder, "log"), "a");
    this.#process = spawn(binary, ["serve", "--listen", `127.0.0.1:${this.#port}`, "--database", this.#database], {
      cwd: this.#folder,
      stdio: ["ignore", log, log],
      env: {
        ...process.env,
        // The same at every start: a database may hold what it sealed.
        SWITCHROOM_KEY: "dGhlIGtleSBvZiBldmVyeSBzZXJ2ZXIgb2YgdGVzdHM=",
        SWITCHROOM_ADMIN_USERNAME: ADMIN.username,
        SWITCHROOM_ADMIN_PASSWORD: ADMIN.password,
        SWITCHROOM_ADMIN_TOKEN: TOKEN,
        SWITCHROOM_RATE_LIMIT: "off",
        SWITCHROOM_PUBLIC_URL: this.url,
        ...this.#settings,
      },
    });
    await this.#isReady();
  }

  /** Ends the process at once, as a power cut would. */
  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (!running || running.exitCode !== null) return;
    const gone = once(running, "exit");
    running.kill("SIGKILL");
    await gone;
  }

  /** What it has printed so far. */
  log(): Promise<string> {
    return readFile(join(this.#folder, "log"), "utf8");
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #isReady(): Promise<void> {
    const until = Date.now() + STARTS_WITHIN;
    while (Date.now() < until) {
      if (this.#process?.exitCode != null) break;
      const answer = await fetch(`${this.url}/v1/me`, { headers: { authorization: `Bearer ${TOKEN}` } }).catch(
        () => null,
      );
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, ASKED_EVERY));
    }
    throw new Error(`the server did not start: see ${join(this.#folder, "log")}`);
  }
}

/** An empty database that no other server of these tests has; undefined: they are to make their own. */
function takeDatabase(): string | undefined {
  const folder = process.env.SWITCHROOM_TEST_DATABASES;
  if (!folder) return undefined;
  // Each worker of the tests is a process: who renames a file has it.
  for (const name of readdirSync(folder).filter((name) => !name.endsWith(TAKEN))) {
    const taken = join(folder, name + TAKEN);
    try {
      renameSync(join(folder, name), taken);
    } catch {
      continue;
    }
    return readFileSync(taken, "utf8").trim();
  }
  throw new Error(`no database is left in ${folder}`);
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  listener.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
