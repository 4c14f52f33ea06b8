import { useTranslations } from "use-intl";
import { useChannels, useTeams } from "@/live/context";
import { Button } from "@/ui/Button";
import type { Dialect } from "../types";
import { Check, Choice, Group, TextArea, TextInput } from "../ui/controls";
import type { Draft, Fault } from "./draft";
import { EventPicker } from "./EventPicker";

const DIALECTS: readonly Dialect[] = ["native", "qontak", "rocketchat"];

interface Props {
  draft: Draft;
  faults: readonly Fault[];
  isNew: boolean;
  onChange: (change: Partial<Draft>) => void;
}

/** The fields of a webhook. */
export function WebhookFields({ draft, faults, isNew, onChange }: Props) {
  const t = useTranslations("settings.webhooks.form");
  const dialect = useTranslations("settings.webhooks.dialect");
  const faultOf = (field: Fault["field"]): string | undefined => {
    const fault = faults.find((each) => each.field === field);
    return fault && t(`fault.${field}`, { word: fault.word });
  };
  return (
    <>
      <TextInput
        label={t("url")}
        name="url"
        type="url"
        inputMode="url"
        isMono
        placeholder="https://example.com/hooks/switchroom"
        value={draft.url}
        onText={(url) => onChange({ url })}
      />
      <Choice
        label={t("dialect")}
        hint={isNew ? t("dialectHint") : t("dialectStays")}
        name="dialect"
        disabled={!isNew}
        value={draft.dialect}
        options={DIALECTS.map((value) => ({ value, label: dialect(value) }))}
        onPick={(picked) =>
          onChange({ dialect: picked, events: ["*"], ...(picked === "native" ? {} : { batches: false }) })
        }
      />
      <EventPicker dialect={draft.dialect} value={draft.events} onPick={(events) => onChange({ events })} />
      <RoomFilter draft={draft} fault={faultOf("customFields")} onChange={onChange} />
      <details className="rounded-md border border-line">
        <summary className="rounded-md px-3 py-2 font-medium text-sm hover:bg-hover">{t("delivery")}</summary>
        <div className="flex flex-col gap-4 border-line border-t p-3">
          <Choice
            label={t("ordering")}
            hint={draft.ordering === "room" ? t("orderingRoomHint") : t("orderingNoneHint")}
            name="ordering"
            value={draft.ordering}
            options={[
              { value: "room", label: t("orderingRoom") },
              { value: "none", label: t("orderingNone") },
            ]}
            onPick={(ordering) => onChange({ ordering })}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextInput
              label={t("rate")}
              hint={t("rateHint")}
              name="max_per_second"
              inputMode="numeric"
              error={faultOf("rate")}
              value={draft.rate}
              onText={(rate) => onChange({ rate })}
            />
            <TextInput
              label={t("timeout")}
              hint={t("timeoutHint")}
              name="timeout_ms"
              error={faultOf("timeout")}
              value={draft.timeout}
              onText={(timeout) => onChange({ timeout })}
            />
          </div>
          <TextInput
            label={t("schedule")}
            hint={t("scheduleHint")}
            name="retry_schedule_ms"
            isMono
            placeholder="5s, 5m, 30m, 2h, 5h, 10h, 14h, 20h, 1d"
            error={faultOf("schedule")}
            value={draft.schedule}
            onText={(schedule) => onChange({ schedule })}
          />
          {draft.dialect === "native" && (
            <Group legend={t("batching")}>
              <Check
                label={t("batches")}
                hint={t("batchesHint")}
                isOn={draft.batches}
                onTurn={(batches) => onChange({ batches })}
              />
              {draft.batches && (
                <div className="grid gap-4 pt-1 sm:grid-cols-2">
                  <TextInput
                    label={t("batchEvents")}
                    name="batching.max_events"
                    inputMode="numeric"
                    error={faultOf("batchEvents")}
                    value={draft.batchEvents}
                    onText={(batchEvents) => onChange({ batchEvents })}
                  />
                  <TextInput
                    label={t("batchWait")}
                    name="batching.max_wait_ms"
                    error={faultOf("batchWait")}
                    value={draft.batchWait}
                    onText={(batchWait) => onChange({ batchWait })}
                  />
                </div>
              )}
            </Group>
          )}
          {draft.headers === null ? (
            <Group legend={t("headers")} hint={t("headersHidden")}>
              <div>
                <Button onClick={() => onChange({ headers: "" })}>{t("headersReplace")}</Button>
              </div>
            </Group>
          ) : (
            <TextArea
              label={t("headers")}
              hint={t("headersHint")}
              name="headers"
              isMono
              placeholder="X-Api-Key: 4f3c…"
              error={faultOf("headers")}
              value={draft.headers}
              onText={(headers) => onChange({ headers })}
            />
          )}
          <Check
            label={t("capture")}
            hint={t("captureHint")}
            isOn={draft.capture}
            onTurn={(capture) => onChange({ capture })}
          />
        </div>
      </details>
    </>
  );
}

function RoomFilter({ draft, fault, onChange }: Pick<Props, "draft" | "onChange"> & { fault: string | undefined }) {
  const t = useTranslations("settings.webhooks.form");
  const channels = [...useChannels().values()];
  const teams = [...useTeams().values()];
  const isNarrow =
    draft.channels.length + draft.teams.length > 0 || Boolean(draft.tags.trim() || draft.customFields.trim());
  const toggled = (list: readonly string[], id: string, on: boolean): string[] =>
    on ? [...list, id] : list.filter((each) => each !== id);
  return (
    <details open={isNarrow || undefined} className="rounded-md border border-line">
      <summary className="rounded-md px-3 py-2 font-medium text-sm hover:bg-hover">
        {t("rooms")} <span className="font-normal text-muted">{isNarrow ? "" : t("roomsAll")}</span>
      </summary>
      <div className="flex flex-col gap-4 border-line border-t p-3">
        <p className="text-muted text-xs">{t("roomsHint")}</p>
        <div className="grid gap-4 sm:grid-cols-2">
          <Group legend={t("channels")}>
            {channels.map(({ id, name }) => (
              <Check
                key={id}
                label={name}
                isOn={draft.channels.includes(id)}
                onTurn={(on) => onChange({ channels: toggled(draft.channels, id, on) })}
              />
            ))}
          </Group>
          {teams.length > 0 && (
            <Group legend={t("teams")}>
              {teams.map(({ id, name }) => (
                <Check
                  key={id}
                  label={name}
                  isOn={draft.teams.includes(id)}
                  onTurn={(on) => onChange({ teams: toggled(draft.teams, id, on) })}
                />
              ))}
            </Group>
          )}
        </div>
        <TextInput
          label={t("tags")}
          hint={t("tagsHint")}
          name="rooms.tags"
          value={draft.tags}
          onText={(tags) => onChange({ tags })}
        />
        <TextArea
          label={t("customFields")}
          hint={t("customFieldsHint")}
          name="rooms.custom_fields"
          isMono
          placeholder="plan = gold"
          error={fault}
          value={draft.customFields}
          onText={(customFields) => onChange({ customFields })}
        />
      </div>
    </details>
  );
}
