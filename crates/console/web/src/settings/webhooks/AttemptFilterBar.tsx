import { useTranslations } from "use-intl";
import { Button } from "@/ui/Button";
import { Choice, TextInput } from "../ui/controls";
import { type AttemptFilters, isFiltered, NO_FILTERS } from "./filters";

interface Props {
  value: AttemptFilters;
  onChange: (value: AttemptFilters) => void;
}

/** What attempts are looked for by. */
export function AttemptFilterBar({ value, onChange }: Props) {
  const t = useTranslations("settings.webhooks.attempts");
  const outcome = useTranslations("settings.webhooks.outcome");
  const put = (change: Partial<AttemptFilters>): void => onChange({ ...value, ...change });
  return (
    <div className="grid grid-cols-2 items-end gap-2 pb-3 md:grid-cols-4 lg:grid-cols-7">
      <Choice
        label={t("outcome")}
        value={value.outcome}
        options={[
          { value: "", label: t("any") },
          { value: "delivered", label: outcome("delivered") },
          { value: "failed", label: outcome("failed") },
          { value: "dead", label: outcome("dead") },
        ]}
        onPick={(picked) => put({ outcome: picked })}
      />
      <TextInput
        label={t("status")}
        inputMode="numeric"
        maxLength={3}
        placeholder="503"
        value={value.status}
        onText={(status) => put({ status: status.replace(/\D/g, "") })}
      />
      <TextInput label={t("event")} placeholder="1234" value={value.event} onText={(event) => put({ event })} />
      <TextInput label={t("roomId")} value={value.room} onText={(room) => put({ room })} />
      <TextInput label={t("from")} type="datetime-local" value={value.from} onText={(from) => put({ from })} />
      <TextInput label={t("until")} type="datetime-local" value={value.until} onText={(until) => put({ until })} />
      <Button className="h-8" disabled={!isFiltered(value)} onClick={() => onChange(NO_FILTERS)}>
        {t("clear")}
      </Button>
    </div>
  );
}
