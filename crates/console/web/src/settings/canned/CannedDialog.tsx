import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Dialog } from "@/ui/Dialog";
import type { CannedResponse } from "../types";
import { Choice, TextInput } from "../ui/controls";
import { Form } from "../ui/Form";
import { useTask } from "../useTask";
import { type Scope, scopesOf, teamsOf } from "./scope";
import { useWriter } from "./useWriter";
import { VariableText } from "./VariableText";

/** Writes a canned response, or changes one. */
export function CannedDialog({ canned, onClose }: { canned: CannedResponse | null; onClose: () => void }) {
  const t = useTranslations("settings.canned");
  const common = useTranslations("common");
  const writer = useWriter();
  const scopes = scopesOf(writer);
  const teams = teamsOf(writer);
  const [shortcut, setShortcut] = useState(canned?.shortcut ?? "");
  const [text, setText] = useState(canned?.text ?? "");
  const [scope, setScope] = useState<Scope>(canned?.scope ?? "personal");
  const [team, setTeam] = useState(canned?.team_id ?? teams[0]?.id ?? "");
  const [tags, setTags] = useState(canned?.tags.join(", ") ?? "");
  const save = useTask(
    () => {
      const isMoved = scope !== canned?.scope || (scope === "team" && team !== canned.team_id);
      const body = {
        shortcut: shortcut.trim().replace(/^\//, ""),
        text,
        tags: tags.split(",").flatMap((tag) => tag.trim() || []),
        // What is personal would become ours by being named again.
        ...(isMoved ? { scope, ...(scope === "team" ? { team_id: team } : {}) } : {}),
      };
      return canned
        ? call("PATCH", `/v1/canned-responses/${canned.id}`, body)
        : call("POST", "/v1/canned-responses", body);
    },
    { touches: ["settings", "canned-responses"], onDone: onClose, says: t("saved") },
  );
  return (
    <Dialog title={canned ? t("editOf", { name: canned.shortcut }) : t("create")} onClose={onClose}>
      <Form
        className="scroller p-4"
        trouble={save.error}
        isBusy={save.isPending}
        submit={common("save")}
        onCancel={onClose}
        onSubmit={() => save.mutate()}
      >
        <TextInput
          label={t("shortcut")}
          hint={t("shortcutHint")}
          name="shortcut"
          autoCapitalize="none"
          value={shortcut}
          onText={setShortcut}
        />
        <VariableText value={text} onText={setText} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice
            label={t("scopeLabel")}
            name="scope"
            value={scope}
            options={[...new Set([...scopes, scope])].map((value) => ({ value, label: t(`scope.${value}`) }))}
            onPick={setScope}
          />
          {scope === "team" && (
            <Choice
              label={t("team")}
              name="team_id"
              value={team}
              options={teams.map(({ id, name }) => ({ value: id, label: name }))}
              onPick={setTeam}
            />
          )}
        </div>
        <TextInput label={t("tags")} hint={t("tagsHint")} name="tags" value={tags} onText={setTags} />
      </Form>
    </Dialog>
  );
}
