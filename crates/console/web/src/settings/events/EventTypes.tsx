import { Link } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { TextInput } from "../ui/controls";
import { Page } from "../ui/Page";
import { Loaded, State } from "../ui/states";
import { useEventTypes } from "../useEventTypes";

/** Every type of event. */
export function EventTypes() {
  const t = useTranslations("settings.events");
  const types = useEventTypes();
  const [search, setSearch] = useState("");
  const word = search.trim().toLowerCase();
  return (
    <Page title={t("title")} about={t("about")}>
      <div className="max-w-72 pb-3">
        <TextInput label={t("search")} type="search" value={search} onText={setSearch} />
      </div>
      <Loaded query={types}>
        {(all) => {
          const shown = all.filter(
            (each) =>
              each.type.includes(word) ||
              each.description.toLowerCase().includes(word) ||
              topicsOf(each).includes(word),
          );
          if (shown.length === 0) return <State icon={SearchX} title={t("none")} />;
          return (
            <ul className="rounded-lg border border-line">
              {shown.map((each) => (
                <li key={each.type} className="border-line border-t first:border-t-0">
                  <Link
                    to="/settings/events/$type"
                    params={{ type: each.type }}
                    className="block px-3 py-2 -outline-offset-2 hover:bg-hover"
                  >
                    <code className="block font-medium font-mono text-sm">{each.type}</code>
                    <span className="block text-muted text-sm">{each.description}</span>
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Page>
  );
}

const topicsOf = ({ dialects }: { dialects: readonly { topics: readonly string[] }[] }): string =>
  dialects
    .flatMap(({ topics }) => topics)
    .join(" ")
    .toLowerCase();
