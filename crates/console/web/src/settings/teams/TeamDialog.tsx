import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { useUsers } from "@/live/context";
import { Dialog } from "@/ui/Dialog";
import type { Team } from "../types";
import { Check, Group, TextInput } from "../ui/controls";
import { FieldTroubleOf } from "../ui/FieldTroubleOf";
import { Form } from "../ui/Form";
import { useTask } from "../useTask";

/** Creates a team, or changes one. */
export function TeamDialog({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const t = useTranslations("settings.teams");
  const common = useTranslations("common");
  const users = [...useUsers().values()].filter((user) => user.active || team?.members.includes(user.id));
  const [name, setName] = useState(team?.name ?? "");
  const [members, setMembers] = useState<readonly string[]>(team?.members ?? []);
  const [active, setActive] = useState(team?.active ?? true);
  const save = useTask(
    () => {
      if (!team) return call("POST", "/v1/teams", { name: name.trim(), members });
      // Who may only say who belongs to it is refused if the rest is named too.
      const change = {
        ...(name.trim() === team.name ? {} : { name: name.trim() }),
        ...(active === team.active ? {} : { active }),
        members,
      };
      return call("PATCH", `/v1/teams/${team.id}`, change);
    },
    { touches: ["settings", "teams"], onDone: onClose, says: t("saved") },
  );
  return (
    <Dialog title={team ? t("editOf", { name: team.name }) : t("create")} onClose={onClose}>
      <Form
        className="scroller p-4"
        trouble={save.error}
        isBusy={save.isPending}
        submit={team ? common("save") : t("create")}
        onCancel={onClose}
        onSubmit={() => save.mutate()}
      >
        <TextInput label={t("name")} name="name" value={name} onText={setName} />
        <Group legend={t("whoBelongs")}>
          <FieldTroubleOf name="members" />
          {users.map((user) => (
            <Check
              key={user.id}
              label={user.name}
              isOn={members.includes(user.id)}
              onTurn={(on) => setMembers(on ? [...members, user.id] : members.filter((each) => each !== user.id))}
            />
          ))}
        </Group>
        {team && <Check label={t("active")} hint={t("activeHint")} isOn={active} onTurn={setActive} />}
      </Form>
    </Dialog>
  );
}
