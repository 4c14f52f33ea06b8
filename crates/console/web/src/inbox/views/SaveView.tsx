import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Problem } from "@/api/problem";
import type { ViewFilter } from "@/api/types";
import { useWorkbench } from "@/commands/useWorkbench";
import { workbench } from "@/commands/workbench";
import { useChannels, useLive, useTeams, useUsers, useViews } from "@/live/context";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { SelectField } from "@/ui/SelectField";
import { TextField } from "@/ui/TextField";
import { PRIORITIES } from "../PriorityMark";
import { knownTags } from "../tags";
import { openView, useWhere } from "../where";
import { filterOf } from "./filterOf";
import { useView } from "./useView";
import { OPEN, viewId } from "./view";

/** Where a view is made: which rooms it shows, and who sees it. */
export function SaveView() {
  const t = useTranslations();
  const live = useLive();
  const channels = useChannels();
  const teams = useTeams();
  const users = useUsers();
  const { editedView } = useWorkbench();
  const edited = useViews().find(({ id }) => id === editedView);
  const shown = useView(useWhere().view);
  const filter = edited?.filter ?? shown.filter;
  const tags = [...new Set([...knownTags(live.store), ...(filter.tag ? [filter.tag] : [])])];
  const [trouble, setTrouble] = useState<string | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const given: ViewFilter = filterOf((name) => String(form.get(name) ?? ""));
    try {
      const view = { name: String(form.get("name")).trim(), shared: form.get("shared") === "on", filter: given };
      const { views } = live.extras;
      const { id } = await (edited ? views.edit(edited.id, view) : views.create(view));
      workbench.close();
      openView(viewId("view", id));
    } catch (error) {
      setTrouble(error instanceof Problem ? error.message : t("done.unreachable"));
    }
  };

  return (
    <Dialog title={edited ? edited.name : t("savedViews.new")} onClose={workbench.close} className="max-w-md">
      <form onSubmit={(event) => void submit(event)} className="scroller flex flex-col gap-3 p-4">
        <TextField label={t("saveView.name")} name="name" defaultValue={edited?.name} required maxLength={100} />
        <SelectField
          label={t("saveView.status")}
          name="status"
          initial={filter.status ?? ""}
          options={[
            ["queued,assigned", t("views.open")],
            ["resolved", t("views.resolved")],
            ["", t("saveView.any")],
            // What somebody saved over the API may be none of these.
            ...(isUsual(filter.status) ? [] : [[filter.status ?? "", filter.status ?? ""] as const]),
          ]}
        />
        <SelectField
          label={t("context.assignee")}
          name="assignee"
          initial={filter.assignee ?? ""}
          options={[
            ["", t("saveView.any")],
            ["me", t("views.mine")],
            ["none", t("pickers.nobody")],
            ...[...users.values()]
              .filter(({ active, bot }) => active && !bot)
              .map(({ id, name }) => [id, name] as const),
          ]}
        />
        <SelectField
          label={t("context.channel")}
          name="channel_id"
          initial={filter.channel_id ?? ""}
          options={[["", t("saveView.any")], ...[...channels.values()].map(({ id, name }) => [id, name] as const)]}
        />
        <SelectField
          label={t("context.team")}
          name="team_id"
          initial={filter.team_id ?? ""}
          options={[["", t("saveView.any")], ...[...teams.values()].map(({ id, name }) => [id, name] as const)]}
        />
        <SelectField
          label={t("context.tags")}
          name="tag"
          initial={filter.tag ?? ""}
          options={[["", t("saveView.any")], ...tags.map((tag) => [tag, tag] as const)]}
        />
        <SelectField
          label={t("context.priority")}
          name="priority"
          initial={filter.priority ?? ""}
          options={[["", t("saveView.any")], ...PRIORITIES.map((each) => [each, t(`priority.${each}`)] as const)]}
        />
        <SelectField
          label={t("saveView.snoozed")}
          name="snoozed"
          initial={filter.snoozed === undefined ? "" : String(filter.snoozed)}
          options={[
            ["", t("saveView.any")],
            ["false", t("saveView.awake")],
            ["true", t("saveView.asleep")],
          ]}
        />
        {live.may("view.share") ? (
          <label className="flex min-h-6 items-center gap-2 text-sm">
            <input type="checkbox" name="shared" defaultChecked={edited?.shared ?? false} className="size-4" />
            {t("saveView.shared")}
          </label>
        ) : (
          edited?.shared && <input type="hidden" name="shared" value="on" />
        )}
        {trouble && (
          <p role="alert" className="text-danger text-sm">
            {trouble}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={workbench.close}>{t("common.cancel")}</Button>
          <Button type="submit" look="primary">
            {t("common.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function isUsual(status: string | undefined): boolean {
  return !status || status === OPEN || status === "resolved";
}
