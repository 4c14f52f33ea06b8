import { api, bodyOf } from "@/api/client";
import { everyPage } from "@/api/pages";
import type { Channel, RoomCounts, ServerEvent, Team, User } from "@/api/types";
import type { Basics } from "./cache";
import type { Store } from "./store";

/** How long changes are gathered before counts are asked for again, in milliseconds. */
const GATHER = 1_000;

/** What is small and needed everywhere: users, channels, teams and the counts. It is asked for whole, and again when it changed. */
export class Base {
  readonly #store: Store;
  readonly #keep: (basics: Omit<Basics, "me">) => void;
  readonly #due = new Set<Part>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store, keep: (basics: Omit<Basics, "me">) => void) {
    this.#store = store;
    this.#keep = keep;
  }

  restore({ users, channels, teams, counts }: Basics): void {
    this.#store.putUsers(users);
    this.#store.putChannels(channels);
    this.#store.putTeams(teams);
    if (counts) this.#store.putCounts(counts);
  }

  async refresh(): Promise<void> {
    await this.#fetch(["users", "channels", "teams", "counts"]);
  }

  /** An event may have changed some of it. */
  heard(event: ServerEvent): void {
    for (const part of partsOf(event)) this.#due.add(part);
    if (this.#due.size === 0 || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const due = [...this.#due];
      this.#due.clear();
      void this.#fetch(due);
    }, GATHER);
  }

  async #fetch(parts: readonly Part[]): Promise<void> {
    // What this user may not see stays empty: that is no reason to show nothing else.
    await Promise.allSettled(parts.map((part) => FETCH[part](this.#store)));
    const { users, channels, teams, counts } = this.#store;
    this.#keep({ users: [...users.values()], channels: [...channels.values()], teams: [...teams.values()], counts });
  }
}

type Part = "users" | "channels" | "teams" | "counts";

const FETCH: Record<Part, (store: Store) => Promise<void>> = {
  users: async (store) => store.putUsers(await everyPage<User>("/v1/users", "users")),
  channels: async (store) => store.putChannels(await everyPage<Channel>("/v1/channels", "channels")),
  teams: async (store) => store.putTeams(await everyPage<Team>("/v1/teams", "teams")),
  counts: async (store) => store.putCounts((await bodyOf(api.GET("/v1/rooms/counts"))) as RoomCounts),
};

const COUNTED = new Set([
  "room.created",
  "room.assigned",
  "room.unassigned",
  "room.resolved",
  "room.reopened",
  "room.updated",
  "room.tagged",
  "room.snoozed",
  "room.woken",
]);

function partsOf({ type }: ServerEvent): Part[] {
  if (COUNTED.has(type)) return ["counts"];
  if (type.startsWith("user.")) return ["users"];
  if (type.startsWith("channel.")) return ["channels"];
  if (type.startsWith("team.")) return ["teams"];
  return [];
}
