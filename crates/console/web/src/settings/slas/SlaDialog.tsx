import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Dialog } from "@/ui/Dialog";
import type { Sla } from "../types";
import { TextInput } from "../ui/controls";
import { Form } from "../ui/Form";
import { useTask } from "../useTask";

/** Creates a service level, or changes one. */
export function SlaDialog({ sla, onClose }: { sla: Sla | null; onClose: () => void }) {
  const t = useTranslations("settings.slas");
  const common = useTranslations("common");
  const [name, setName] = useState(sla?.name ?? "");
  const [description, setDescription] = useState(sla?.description ?? "");
  const [minutes, setMinutes] = useState(String(sla?.due_minutes ?? 60));
  const isCount = /^\d+$/.test(minutes.trim());
  const save = useTask(
    () => {
      const body = { name: name.trim(), description: description.trim() || null, due_minutes: Number(minutes) };
      return sla ? call("PATCH", `/v1/slas/${sla.id}`, body) : call("POST", "/v1/slas", body);
    },
    { touches: ["settings", "slas"], onDone: onClose, says: t("saved") },
  );
  return (
    <Dialog title={sla ? t("editOf", { name: sla.name }) : t("create")} onClose={onClose} className="max-w-md">
      <Form
        className="scroller p-4"
        trouble={save.error}
        isBusy={save.isPending}
        submit={sla ? common("save") : t("create")}
        onCancel={onClose}
        onSubmit={() => isCount && save.mutate()}
      >
        <TextInput label={t("name")} name="name" value={name} onText={setName} />
        <TextInput label={t("description")} name="description" value={description} onText={setDescription} />
        <TextInput
          label={t("minutes")}
          name="due_minutes"
          inputMode="numeric"
          error={isCount ? undefined : t("minutesWrong")}
          value={minutes}
          onText={setMinutes}
        />
      </Form>
    </Dialog>
  );
}
