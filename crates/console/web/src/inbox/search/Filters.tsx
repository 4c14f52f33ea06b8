import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useChannels, useLive, useTeams } from "@/live/context";
import { knownTags } from "../tags";
import type { Criteria } from "./criteria";

interface Props {
  criteria: Criteria;
  onChange: (change: Partial<Criteria>) => void;
}

const field = "h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 text-sm";

/** What found things must have besides the words. */
export function Filters({ criteria, onChange }: Props) {
  const t = useTranslations();
  const { store } = useLive();
  const channels = useChannels();
  const teams = useTeams();
  const choose = (
    name: "channel_id" | "status" | "team_id" | "tag" | "author",
    label: string,
    options: readonly (readonly [string, string])[],
  ): ReactNode => (
    <Labelled label={label}>
      <select value={criteria[name]} onChange={({ target }) => onChange({ [name]: target.value })} className={field}>
        <option value="">{t("saveView.any")}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  );
  const day = (name: "from" | "to", label: string): ReactNode => (
    <Labelled label={label}>
      <input
        type="date"
        value={criteria[name]}
        onChange={({ target }) => onChange({ [name]: target.value })}
        className={field}
      />
    </Labelled>
  );
  return (
    <fieldset aria-label={t("search.filters")} className="border-line border-b px-4 py-3">
      <div className="grid grid-cols-2 gap-x-3 gap-y-2 sm:grid-cols-4">
        {choose(
          "channel_id",
          t("context.channel"),
          [...channels.values()].map(({ id, name }) => [id, name]),
        )}
        {choose("status", t("context.status"), [
          ["queued,assigned", t("views.open")],
          ["resolved", t("views.resolved")],
        ])}
        {choose(
          "team_id",
          t("context.team"),
          [...teams.values()].map(({ id, name }) => [id, name]),
        )}
        {choose(
          "tag",
          t("context.tags"),
          knownTags(store).map((tag) => [tag, tag]),
        )}
        {choose("author", t("search.author"), [
          ["contact", t("search.byContact")],
          ["user", t("search.byUser")],
          ["bot", t("search.byBot")],
        ])}
        {day("from", t("search.from"))}
        {day("to", t("search.to"))}
      </div>
    </fieldset>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what is given
    <label className="flex min-w-0 flex-col gap-0.5 text-muted text-xs">
      {label}
      {children}
    </label>
  );
}
