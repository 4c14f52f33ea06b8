import { useTranslations } from "use-intl";
import { Check, Choice, Group, TextArea } from "../../ui/controls";
import { FieldTroubleOf } from "../../ui/FieldTroubleOf";
import { DayHours } from "./DayHours";
import { orNull } from "./draft";
import { usualHours, withSpans } from "./hours";
import { type Change, DAYS, type Widget } from "./types";

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** When somebody answers, and what visitors read while nobody does. */
export function HoursFields({ widget, change }: { widget: Widget; change: Change }) {
  const t = useTranslations("settings.widget");
  const hours = widget.office_hours ?? null;
  return (
    <>
      <Group legend={t("hoursLegend")}>
        <Check type="radio" label={t("always")} isOn={hours === null} onTurn={() => change({ office_hours: null })} />
        <Check
          type="radio"
          label={t("atHours")}
          isOn={hours !== null}
          onTurn={() => change({ office_hours: usualHours(HERE) })}
        />
        <FieldTroubleOf name="widget.office_hours" />
      </Group>
      {hours && (
        <>
          <div className="max-w-72">
            <Choice
              label={t("timeZone")}
              value={hours.time_zone}
              options={[...new Set([hours.time_zone, HERE, "UTC", ...Intl.supportedValuesOf("timeZone")])].map(
                (value) => ({ value, label: value.replaceAll("_", " ") }),
              )}
              onPick={(zone) => change({ office_hours: { ...hours, time_zone: zone } })}
            />
          </div>
          <div className="flex flex-col rounded-lg border border-line">
            {DAYS.map((day) => (
              <DayHours
                key={day}
                day={day}
                hours={hours}
                onSpans={(spans) => change({ office_hours: withSpans(hours, day, spans) })}
              />
            ))}
          </div>
          <TextArea
            label={t("offline")}
            hint={t("offlineHint")}
            name="widget.offline_message"
            spellCheck
            value={widget.offline_message ?? ""}
            onText={(text) => change({ offline_message: orNull(text) })}
          />
        </>
      )}
    </>
  );
}
