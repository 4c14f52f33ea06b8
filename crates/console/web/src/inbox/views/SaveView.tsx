import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Problem } from "@/api/problem";
import type { ViewFilter } from "@/api/types";
import { workbench } from "@/commands/workbench";
import { useChannels, useLive, useTeams } from "@/live/context";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { SelectField } from "@/ui/SelectField";
import { TextField } from "@/ui/TextField";
import { PRIORITIES } from "../PriorityMark";
import { knownTags } from "../tags";
import { openView } from "../where";
import { filterOf } from "./filterOf";
import { viewId } from "./view";

/** Where a view is made: which rooms it shows, and who sees it. */
export function SaveView() {
  const t = useTranslations();
  const live = useLive();
  const channels = useChannels();
  const teams = useTeams();
  const [trouble, setTrouble] = useState<string | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const filter: ViewFilter = filterOf((name) => String(form.get(name) ?? ""));
    try {
      const { id } = await live.extras.views.create({
        name: String(form.get("name")).trim(),
        shared: form.get("shared") === "on",
        filter,
      });
      workbench.close();
      openView(viewId("view", id));
    } catch (error) {
      setTrouble(error instanceof Problem ? error.message : t("done.unreachable"));
    }
  };

  return (
    <Dialog title={t("commands.saveView")} onClose={workbench.close} className="max-w-md">
      <form onSubmit={(event) => void submit(event)} className="scroller flex flex-col gap-3 p-4">
        <TextField label={t("saveView.name")} name="name" required maxLength={100} />
        <SelectField
          label={t("saveView.status")}
          name="status"
          options={[
            ["queued,assigned", t("views.open")],
            ["resolved", t("views.resolved")],
            ["", t("saveView.any")],
          ]}
        />
        <SelectField
          label={t("context.assignee")}
          name="assignee"
          options={[
            ["", t("saveView.any")],
            ["me", t("views.mine")],
            ["none", t("pickers.nobody")],
          ]}
        />
        <SelectField
          label={t("context.channel")}
          name="channel_id"
          options={[["", t("saveView.any")], ...[...channels.values()].map(({ id, name }) => [id, name] as const)]}
        />
        <SelectField
          label={t("context.team")}
          name="team_id"
          options={[["", t("saveView.any")], ...[...teams.values()].map(({ id, name }) => [id, name] as const)]}
        />
        <SelectField
          label={t("context.tags")}
          name="tag"
          options={[["", t("saveView.any")], ...knownTags(live.store).map((tag) => [tag, tag] as const)]}
        />
        <SelectField
          label={t("context.priority")}
          name="priority"
          options={[["", t("saveView.any")], ...PRIORITIES.map((each) => [each, t(`priority.${each}`)] as const)]}
        />
        <label className="flex min-h-6 items-center gap-2 text-sm">
          <input type="checkbox" name="shared" className="size-4" />
          {t("saveView.shared")}
        </label>
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
