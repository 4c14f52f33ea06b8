import { Link } from "@tanstack/react-router";
import {
  Bookmark,
  BookmarkCheck,
  CircleCheck,
  Clock,
  Hash,
  Inbox,
  type LucideIcon,
  MessageSquare,
  Plus,
  UserRound,
  UserRoundX,
  UsersRound,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { workbench } from "@/commands/workbench";
import { useChannels, useCounts, useLive, useTeams, useViews } from "@/live/context";
import { classes } from "@/ui/classes";
import { IconButton } from "@/ui/IconButton";
import { Logo } from "@/ui/Logo";
import { useWhere } from "../where";
import { AccountMenu } from "./AccountMenu";
import { type Counted, countOf } from "./counts";
import { SavedViewMenu } from "./SavedViewMenu";
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
  const newView = useTranslations("savedViews")("new");
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
        <Section
          title={t("saved")}
          isShown
          action={
            <IconButton label={newView} className="size-6" onClick={() => workbench.show("saveView")}>
              <Plus size={14} aria-hidden="true" />
            </IconButton>
          }
        >
          {saved.map((view) => (
            <Entry
              key={view.id}
              id={viewId("view", view.id)}
              icon={view.shared ? BookmarkCheck : Bookmark}
              name={view.name}
              count={undefined}
              onPick={onPick}
            >
              <SavedViewMenu view={view} />
            </Entry>
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

interface SectionProps {
  title: string;
  isShown: boolean;
  action?: ReactNode;
  children: ReactNode;
}

function Section({ title, isShown, action, children }: SectionProps) {
  if (!isShown) return null;
  return (
    <section>
      <div className="flex h-10 items-center justify-between pt-3">
        <h2 className="px-2 font-medium text-faint text-xs">{title}</h2>
        {action}
      </div>
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
  /** What can be done with it. */
  children?: ReactNode;
}

function Entry({ id, icon: Icon, name, count, onPick, children }: EntryProps) {
  const { view } = useWhere();
  const isShown = view === id;
  return (
    <li className="group relative">
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
      {children}
    </li>
  );
}
