import { Link } from "@tanstack/react-router";
import {
  Bookmark,
  CircleCheck,
  Clock,
  Hash,
  Inbox,
  type LucideIcon,
  MessageSquare,
  UserRound,
  UserRoundX,
  UsersRound,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useChannels, useCounts, useLive, useTeams, useViews } from "@/live/context";
import { classes } from "@/ui/classes";
import { Logo } from "@/ui/Logo";
import { useWhere } from "../where";
import { AccountMenu } from "./AccountMenu";
import { type Counted, countOf } from "./counts";
import { type FixedView, viewId } from "./view";

const ICONS: Record<FixedView, LucideIcon> = {
  mine: UserRound,
  unassigned: UserRoundX,
  open: Inbox,
  snoozed: Clock,
  resolved: CircleCheck,
};
const FIXED_SHOWN: readonly FixedView[] = ["mine", "unassigned", "open", "snoozed", "resolved"];

/** The views, each with how many rooms are in it. */
export function Views({ className, onPick }: { className?: string; onPick?: () => void }) {
  const t = useTranslations("views");
  const { userId } = useLive();
  const channels = useChannels();
  const teams = useTeams();
  const counts = useCounts();
  const saved = useViews();
  const counted: Counted = { counts, me: userId };
  const tags = Object.keys(counts?.open_by_tag ?? {}).sort((a, b) => a.localeCompare(b));

  return (
    <nav aria-label={t("title")} className={classes("flex-col border-line border-e bg-canvas", className)}>
      <div className="flex h-12 shrink-0 items-center gap-2 px-3">
        <Logo />
        <span className="font-semibold text-sm">Switchroom</span>
      </div>
      <div className="scroller flex-1 px-2 pb-3">
        <ul>
          {FIXED_SHOWN.map((id) => (
            <Entry key={id} id={id} icon={ICONS[id]} name={t(id)} count={countOf(id, counted)} onPick={onPick} />
          ))}
        </ul>
        <Section title={t("saved")} isShown={saved.length > 0}>
          {saved.map(({ id, name }) => (
            <Entry key={id} id={viewId("view", id)} icon={Bookmark} name={name} count={undefined} onPick={onPick} />
          ))}
        </Section>
        <Section title={t("channels")} isShown={channels.size > 0}>
          {[...channels.values()].map(({ id, name }) => (
            <Entry
              key={id}
              id={viewId("channel", id)}
              icon={MessageSquare}
              name={name}
              count={countOf(viewId("channel", id), counted)}
              onPick={onPick}
            />
          ))}
        </Section>
        <Section title={t("teams")} isShown={teams.size > 0}>
          {[...teams.values()].map(({ id, name }) => (
            <Entry
              key={id}
              id={viewId("team", id)}
              icon={UsersRound}
              name={name}
              count={countOf(viewId("team", id), counted)}
              onPick={onPick}
            />
          ))}
        </Section>
        <Section title={t("tags")} isShown={tags.length > 0}>
          {tags.map((tag) => (
            <Entry
              key={tag}
              id={viewId("tag", tag)}
              icon={Hash}
              name={tag}
              count={countOf(viewId("tag", tag), counted)}
              onPick={onPick}
            />
          ))}
        </Section>
      </div>
      <AccountMenu />
    </nav>
  );
}

function Section({ title, isShown, children }: { title: string; isShown: boolean; children: ReactNode }) {
  if (!isShown) return null;
  return (
    <section>
      <h2 className="px-2 pt-4 pb-1 font-medium text-faint text-xs">{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

interface EntryProps {
  id: string;
  icon: LucideIcon;
  name: string;
  count: number | undefined;
  onPick: (() => void) | undefined;
}

function Entry({ id, icon: Icon, name, count, onPick }: EntryProps) {
  const { view } = useWhere();
  const isShown = view === id;
  return (
    <li>
      <Link
        to="/inbox/$view"
        params={{ view: id }}
        {...(onPick ? { onClick: onPick } : {})}
        className={classes(
          "flex h-7 items-center gap-2 rounded-md px-2 text-sm hover:bg-hover",
          isShown ? "bg-hover font-medium text-ink" : "text-muted",
        )}
      >
        <Icon size={15} aria-hidden="true" className="shrink-0" />
        <span className="min-w-0 flex-1 truncate">{name}</span>
        {count !== undefined && count > 0 && <span className="text-faint text-xs tabular-nums">{count}</span>}
      </Link>
    </li>
  );
}
