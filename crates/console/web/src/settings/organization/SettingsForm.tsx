import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { useMay } from "../may";
import { Check, Group } from "../ui/controls";
import { Form } from "../ui/Form";
import { useTask } from "../useTask";

/** The settings that the rules read. */
export function SettingsForm({ values }: { values: Record<string, unknown> }) {
  const t = useTranslations("settings.organization");
  const common = useTranslations("common");
  const mayEdit = useMay("setting.manage");
  const [method, setMethod] = useState(values["routing.method"] === "manual" ? "manual" : "auto");
  const [accepts, setAccepts] = useState(values["routing.accept_without_agents"] === true);
  const [mayResolve, setMayResolve] = useState(values["contacts.may_resolve"] !== false);
  const save = useTask(
    () =>
      call("PATCH", "/v1/settings", {
        "routing.method": method,
        "routing.accept_without_agents": accepts,
        "contacts.may_resolve": mayResolve,
      }),
    { touches: ["settings", "organization"], says: t("saved") },
  );
  return (
    <Form
      className="max-w-2xl"
      trouble={save.error}
      isBusy={save.isPending}
      submit={common("save")}
      isDisabled={!mayEdit}
      onSubmit={() => save.mutate()}
    >
      <Group legend={t("method")}>
        {(["auto", "manual"] as const).map((each) => (
          <Check
            key={each}
            type="radio"
            label={t(each)}
            hint={t(`${each}Hint`)}
            isOn={method === each}
            disabled={!mayEdit}
            onTurn={() => setMethod(each)}
          />
        ))}
      </Group>
      <Check label={t("accepts")} hint={t("acceptsHint")} isOn={accepts} disabled={!mayEdit} onTurn={setAccepts} />
      <Check label={t("mayResolve")} isOn={mayResolve} disabled={!mayEdit} onTurn={setMayResolve} />
    </Form>
  );
}
