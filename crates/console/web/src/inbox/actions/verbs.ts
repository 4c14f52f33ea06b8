import type { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Problem } from "@/api/problem";
import type { Contact, Priority, Room } from "@/api/types";
import type { Live } from "@/live/live";
import { say } from "@/ui/toast";
import { undo } from "./undo";

/**
 * What can be done to a room. Each is one call, whose answer is the room; what can be taken back is remembered with the call that takes it
 * back.
 */
export class Verbs {
  readonly #live: Live;
  readonly #roomId: string;
  readonly #t: ReturnType<typeof useTranslations<"done">>;

  constructor(live: Live, roomId: string, t: ReturnType<typeof useTranslations<"done">>) {
    this.#live = live;
    this.#roomId = roomId;
    this.#t = t;
  }

  get room(): Room | undefined {
    return this.#live.store.rooms.get(this.#roomId);
  }

  /** Takes a room that nobody has. Whoever was faster is named. */
  async claim(): Promise<void> {
    const before = this.room?.assignees[0];
    if (before === this.#live.userId) return;
    if (before) return await this.assign(this.#live.userId);
    await this.#do(
      this.#t("claimed"),
      () => this.#post("claim", {}),
      () => this.#post("unassign", {}),
    );
  }

  /** Gives the room to a user; null: to nobody. */
  async assign(userId: string | null): Promise<void> {
    const before = this.room?.assignees[0] ?? null;
    if (before === userId) return;
    const give = (to: string | null, from: string | null) =>
      to ? this.#post("assign", { user_id: to, expected_assignee: from }) : this.#post("unassign", {});
    const name = userId ? (this.#live.store.users.get(userId)?.name ?? "") : "";
    await this.#do(
      userId ? this.#t("assigned", { name }) : this.#t("unassigned"),
      () => give(userId, before),
      () => give(before, userId),
    );
  }

  async resolve(): Promise<void> {
    if (this.room?.status === "resolved") return;
    await this.#do(
      this.#t("resolved"),
      () => this.#post("resolve", {}),
      () => this.#post("reopen", {}),
    );
  }

  async reopen(): Promise<void> {
    if (this.room?.status !== "resolved") return;
    await this.#do(
      this.#t("reopened"),
      () => this.#post("reopen", {}),
      () => this.#post("resolve", {}),
    );
  }

  async tag(tag: string, isOn: boolean): Promise<void> {
    const change = (add: boolean) => this.#post("tags", add ? { add: [tag] } : { remove: [tag] });
    await this.#do(
      isOn ? this.#t("tagged", { tag }) : this.#t("untagged", { tag }),
      () => change(isOn),
      () => change(!isOn),
    );
  }

  async setPriority(priority: Priority | null): Promise<void> {
    const before = this.room?.priority ?? null;
    await this.#do(
      this.#t("priority"),
      () => this.#edit({ priority }),
      () => this.#edit({ priority: before }),
    );
  }

  async setTeam(teamId: string | null): Promise<void> {
    const before = this.room?.team_id ?? null;
    await this.#do(
      this.#t("team"),
      () => this.#edit({ team_id: teamId }),
      () => this.#edit({ team_id: before }),
    );
  }

  /** Puts the room to sleep until a time; null: wakes it. */
  async snooze(until: Date | null): Promise<void> {
    const before = this.room?.snoozed_until;
    const set = (to: string | undefined) => (to ? this.#post("snooze", { until: to }) : this.#call("DELETE", "snooze"));
    await this.#do(
      until ? this.#t("snoozed") : this.#t("woken"),
      () => set(until?.toISOString()),
      () => set(before),
    );
  }

  async setNote(note: string): Promise<void> {
    await this.#do(null, () => this.#call("PUT", "note", { note: note || null }));
  }

  async setTopic(topic: string): Promise<void> {
    await this.#do(null, () => this.#edit({ topic: topic || null }));
  }

  async setField(key: string, value: string): Promise<void> {
    await this.#do(null, () => this.#edit({ custom_fields: { [key]: value || null } }));
  }

  /** Changes what is known of the contact. */
  async editContact(change: Record<string, unknown>): Promise<void> {
    const id = this.room?.contact_id;
    if (!id) return;
    try {
      this.#live.store.putContact(await call<Contact>("PATCH", `/v1/contacts/${id}`, change));
    } catch (error) {
      this.#complain(error);
    }
  }

  async #do(done: string | null, run: () => Promise<Room>, back?: () => Promise<Room>): Promise<void> {
    try {
      this.#live.store.putRoom(await run());
    } catch (error) {
      this.#complain(error);
      return;
    }
    if (!back) return;
    const takeBack = async (): Promise<void> => {
      try {
        this.#live.store.putRoom(await back());
        say(this.#t("undone"));
      } catch (error) {
        this.#complain(error);
      }
    };
    undo.push(takeBack);
    if (done) say(done, { action: { label: this.#t("undo"), run: () => void undo.this(takeBack) } });
  }

  #complain(error: unknown): void {
    if (error instanceof Problem && error.code === "assigned_otherwise") {
      const winner = error.document.assignee;
      const name = winner ? this.#live.store.users.get(winner)?.name : undefined;
      say(name ? this.#t("lost", { name }) : this.#t("lostToNobody"), { tone: "bad" });
      return;
    }
    say(error instanceof Problem ? error.message : this.#t("unreachable"), { tone: "bad" });
  }

  #post(verb: string, body: object): Promise<Room> {
    return this.#call("POST", verb, body);
  }

  #call(method: "POST" | "PUT" | "DELETE", verb: string, body?: object): Promise<Room> {
    return call<Room>(method, `/v1/rooms/${this.#roomId}/${verb}`, body);
  }

  #edit(change: object): Promise<Room> {
    return call<Room>("PATCH", `/v1/rooms/${this.#roomId}`, change);
  }
}
