import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Dialect, EventType } from "../types";
import { Check, Group } from "../ui/controls";
import { FieldTroubleOf } from "../ui/FieldTroubleOf";
import { Loaded } from "../ui/states";
import { useEventTypes } from "../useEventTypes";
import { byNoun, covers, coversNoun, type Selection, withNoun, withType } from "./selection";

interface Props {
  dialect: Dialect;
  value: Selection;
  onPick: (value: string[]) => void;
}

/** The events that a webhook is told, from the catalogue. */
export function EventPicker({ dialect, value, onPick }: Props) {
  const t = useTranslations("settings.webhooks.events");
  const [search, setSearch] = useState("");
  const catalogue = useEventTypes();
  const isAll = value.includes("*");
  return (
    <Group legend={t("legend")}>
      <Check type="radio" label={t("all")} hint={t("allHint")} isOn={isAll} onTurn={() => onPick(["*"])} />
      <Check type="radio" label={t("some")} isOn={!isAll} onTurn={() => isAll && onPick([])} />
      <FieldTroubleOf name="events" />
      {!isAll && (
        <div className="mt-1 rounded-md border border-line">
          <label className="flex h-9 items-center gap-2 border-line border-b px-2.5">
            <Search size={14} aria-hidden="true" className="text-faint" />
            <span className="sr-only">{t("search")}</span>
            <input
              type="search"
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
              placeholder={t("search")}
              className="h-7 min-w-0 flex-1 bg-transparent text-sm"
            />
            <span className="text-faint text-xs tabular-nums">{t("chosen", { count: value.length })}</span>
          </label>
          <div className="scroller max-h-72 px-3 py-1">
            <Loaded query={catalogue}>
              {(types) => (
                <Choices types={types} dialect={dialect} search={search.trim()} value={value} onPick={onPick} />
              )}
            </Loaded>
          </div>
        </div>
      )}
    </Group>
  );
}

function Choices({ types, dialect, search, value, onPick }: Props & { types: readonly EventType[]; search: string }) {
  const t = useTranslations("settings.webhooks.events");
  const told = types.filter((type) => type.dialects.some((telling) => telling.dialect === dialect));
  const topics = [
    ...new Set(told.flatMap((type) => type.dialects.flatMap((each) => (each.dialect === dialect ? each.topics : [])))),
  ];
  const finds = (text: string): boolean => text.toLowerCase().includes(search.toLowerCase());
  const shownTopics = topics.filter(finds);
  const shown = told.filter((type) => finds(type.type) || finds(type.description));
  const names = told.map(({ type }) => type);
  const about = new Map(types.map((type) => [type.type, type.description]));
  if (shown.length + shownTopics.length === 0) return <p className="py-3 text-muted text-sm">{t("none")}</p>;
  return (
    <>
      {shownTopics.length > 0 && (
        <div className="py-1.5">
          <p className="font-medium text-muted text-xs">{t("topics")}</p>
          {shownTopics.map((topic) => (
            <Check
              key={topic}
              label={<code className="font-mono text-xs">{topic}</code>}
              isOn={value.includes(topic)}
              onTurn={(on) => onPick(on ? [...value, topic] : value.filter((each) => each !== topic))}
            />
          ))}
        </div>
      )}
      {[...byNoun(shown.map(({ type }) => type))].map(([noun, ofNoun]) => (
        <div key={noun} className="border-line border-b py-1.5 last:border-b-0">
          <Check
            label={<code className="font-mono font-semibold text-xs">{noun}.*</code>}
            isOn={coversNoun(value, noun)}
            onTurn={(on) => onPick(withNoun(value, noun, on, names))}
          />
          <div className="ps-6">
            {ofNoun.map((type) => (
              <Check
                key={type}
                label={<code className="font-mono text-xs">{type}</code>}
                hint={about.get(type)}
                isOn={covers(value, type)}
                onTurn={(on) => onPick(withType(value, type, on, names))}
              />
            ))}
          </div>
        </div>
      ))}
    </>
  );
}
