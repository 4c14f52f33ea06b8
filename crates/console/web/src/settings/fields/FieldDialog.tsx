import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Dialog } from "@/ui/Dialog";
import type { CustomField, CustomFieldPut } from "../types";
import { Check, Choice, Group, TextArea, TextInput } from "../ui/controls";
import { Form } from "../ui/Form";
import { useTask } from "../useTask";

/** Makes a custom field, or changes one. */
export function FieldDialog({ field, onClose }: { field: CustomField | null; onClose: () => void }) {
  const t = useTranslations("settings.fields");
  const common = useTranslations("common");
  const [key, setKey] = useState(field?.key ?? "");
  const [label, setLabel] = useState(field?.label ?? "");
  const [scope, setScope] = useState<CustomField["scope"]>(field?.scope ?? "room");
  const [kind, setKind] = useState<CustomField["kind"]>(field?.kind ?? "text");
  const [pattern, setPattern] = useState(field?.pattern ?? "");
  const [options, setOptions] = useState(field?.options.join("\n") ?? "");
  const [initial, setInitial] = useState(field?.default_value ?? "");
  const [flags, setFlags] = useState({
    required: field?.required ?? false,
    visible: field?.visible ?? true,
    searchable: field?.searchable ?? false,
    public: field?.public ?? false,
  });
  const save = useTask(
    () => {
      const body: CustomFieldPut = {
        scope,
        label: label.trim(),
        kind,
        pattern: kind === "text" && pattern ? pattern : null,
        options: kind === "choice" ? options.split("\n").flatMap((line) => line.trim() || []) : [],
        default_value: initial.trim() || null,
        ...flags,
      };
      return call("PUT", `/v1/custom-fields/${encodeURIComponent(key.trim())}`, body);
    },
    { touches: ["settings", "custom-fields"], onDone: onClose, says: t("saved") },
  );
  return (
    <Dialog title={field ? t("editOf", { name: field.label }) : t("create")} onClose={onClose}>
      <Form
        className="scroller p-4"
        trouble={save.error}
        isBusy={save.isPending}
        submit={field ? common("save") : t("create")}
        isDisabled={!key.trim()}
        onCancel={onClose}
        onSubmit={() => save.mutate()}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <TextInput label={t("label")} name="label" value={label} onText={setLabel} />
          <TextInput
            label={t("key")}
            hint={t("keyHint")}
            name="key"
            isMono
            disabled={field !== null}
            value={key}
            onText={setKey}
          />
          <Choice
            label={t("scopeLabel")}
            name="scope"
            value={scope}
            options={[
              { value: "room", label: t("scope.room") },
              { value: "contact", label: t("scope.contact") },
            ]}
            onPick={setScope}
          />
          <Choice
            label={t("kindLabel")}
            name="kind"
            value={kind}
            options={[
              { value: "text", label: t("kind.text") },
              { value: "choice", label: t("kind.choice") },
            ]}
            onPick={setKind}
          />
        </div>
        {kind === "choice" ? (
          <TextArea label={t("options")} hint={t("optionsHint")} name="options" value={options} onText={setOptions} />
        ) : (
          <TextInput
            label={t("pattern")}
            hint={t("patternHint")}
            name="pattern"
            isMono
            value={pattern}
            onText={setPattern}
          />
        )}
        <TextInput label={t("initial")} name="default_value" value={initial} onText={setInitial} />
        <Group legend={t("flags")}>
          {(["required", "visible", "searchable", "public"] as const).map((flag) => (
            <Check
              key={flag}
              label={t(`flag.${flag}`)}
              isOn={flags[flag]}
              onTurn={(on) => setFlags({ ...flags, [flag]: on })}
            />
          ))}
        </Group>
      </Form>
    </Dialog>
  );
}
