import type { Team } from "@/api/types";
import { nextOpening } from "./hours";
import type { PublicWidget, Widget } from "./types";

/** What has to be sent: only what was changed, so that nobody undoes what another changed meanwhile. */
export function changesOf(before: Widget, after: Widget): Partial<Widget> {
  const keys = Object.keys(after) as (keyof Widget)[];
  return Object.fromEntries(
    keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])).map((key) => [key, after[key]]),
  );
}

/** A text that may be left out. */
export const orNull = (text: string): string | null => (text.trim() === "" ? null : text);

/** The origins in a text, a line each. */
export const sitesIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

interface Channel {
  id: string;
  name: string;
}

/** What visitors would be told of a widget with these settings, while the office is open or closed. */
export function toldOf(
  widget: Widget,
  channel: Channel,
  teams: ReadonlyMap<string, Team>,
  isOpen: boolean,
  now: number,
): PublicWidget {
  const { office_hours: hours, team_choice, sites: _, title, ...rest } = widget;
  const next = !isOpen && hours ? nextOpening(hours, now) : null;
  return {
    ...rest,
    // Half of a colour is none.
    color: widget.color && /^#[0-9a-f]{6}$/i.test(widget.color) ? widget.color : null,
    title: title?.trim() || channel.name,
    channel_id: channel.id,
    teams: team_choice.flatMap((id) => {
      const team = teams.get(id);
      return team?.active ? [{ id, name: team.name }] : [];
    }),
    open: isOpen,
    next_open_at: next === null ? null : new Date(next).toISOString(),
  };
}
