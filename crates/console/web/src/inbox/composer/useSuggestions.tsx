import { type KeyboardEvent, useState } from "react";
import { best } from "@/commands/match";
import { useCanned, useContact, useLive, useRoom, useUsers } from "@/live/context";
import { contactName } from "../names";
import { fill } from "./fill";
import { type Trigger, triggerAt } from "./trigger";

/** Something that can be put in where it is looked for. */
export interface Suggestion {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly text: string;
}

const MOST = 8;

/** What can be put in at the caret, and which of it Enter would. */
export function useSuggestions(roomId: string, isNote: boolean, insert: (trigger: Trigger, text: string) => void) {
  const live = useLive();
  const canned = useCanned();
  const users = useUsers();
  const room = useRoom(roomId);
  const contact = useContact(room?.contact_id ?? "");
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const [at, setAt] = useState(0);

  const look = (text: string, caret: number): void => {
    setTrigger(triggerAt(text, caret, isNote));
    setAt(0);
  };

  const found = (): Suggestion[] => {
    if (!trigger) return [];
    if (trigger.kind === "mention") {
      const others = [...users.values()].filter(({ id, active, bot }) => active && !bot && id !== live.userId);
      return best(others, trigger.typed, ({ name, username }) => `${name} ${username}`, MOST).map(
        ({ id, name, username }) => ({
          id,
          label: name,
          hint: username,
          text: `@${name} `,
        }),
      );
    }
    const values = {
      "contact.name": contactName(contact),
      "contact.email": contact?.email,
      "user.name": live.me.user?.name,
      "room.number": room?.number?.toString(),
      "room.topic": room?.topic,
    };
    return best(canned, trigger.typed, ({ shortcut, text }) => `${shortcut} ${text}`, MOST).map(
      ({ id, shortcut, text }) => ({
        id,
        label: `/${shortcut}`,
        hint: text,
        text: fill(text, values),
      }),
    );
  };

  const suggestions = found();
  const active = Math.min(at, suggestions.length - 1);
  const pick = (suggestion: Suggestion | undefined): void => {
    if (!trigger || !suggestion) return;
    insert(trigger, suggestion.text);
    setTrigger(null);
  };

  /** Whether the key was for the suggestions. */
  const pressed = ({ key }: KeyboardEvent): boolean => {
    if (suggestions.length === 0) return false;
    if (key === "ArrowDown") setAt((active + 1) % suggestions.length);
    else if (key === "ArrowUp") setAt((active - 1 + suggestions.length) % suggestions.length);
    else if (key === "Enter" || key === "Tab") pick(suggestions[active]);
    else if (key === "Escape") setTrigger(null);
    else return false;
    return true;
  };

  return { suggestions, active, look, pick, pressed, close: () => setTrigger(null) };
}
