import { useParams } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Dialect, EventType } from "../types";
import { Tag } from "../ui/Badge";
import { Code } from "../ui/Code";
import { Page, Part } from "../ui/Page";
import { Switch } from "../ui/Switch";
import { Loaded, State } from "../ui/states";
import { useEventTypes } from "../useEventTypes";

/** One type of event: what it says, in every dialect. */
export function EventTypePage() {
  const t = useTranslations("settings.events");
  const { type: name = "" } = useParams({ strict: false });
  const types = useEventTypes();
  const type = types.data?.find((each) => each.type === name);
  return (
    <Page title={<code className="font-mono">{name}</code>} about={type?.description} back={{ to: "/settings/events" }}>
      <Loaded query={types}>
        {() => (type ? <Described type={type} /> : <State icon={SearchX} title={t("none")} />)}
      </Loaded>
    </Page>
  );
}

function Described({ type }: { type: EventType }) {
  const t = useTranslations("settings.events");
  const names = useTranslations("settings.webhooks.dialect");
  const [dialect, setDialect] = useState<Dialect>("native");
  const telling = type.dialects.find((each) => each.dialect === dialect) ?? type.dialects[0];
  return (
    <>
      <Part title={t("examples")} about={t("examplesAbout")}>
        <div className="flex flex-col gap-3">
          <Switch
            label={t("dialect")}
            value={telling?.dialect ?? dialect}
            options={type.dialects.map((each) => ({ value: each.dialect, label: names(each.dialect) }))}
            onPick={setDialect}
          />
          {telling?.examples.map((example, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a topic may have two examples, and they never change places
            <div key={at} className="flex flex-col gap-1.5">
              {example.topic && (
                <p className="text-muted text-xs">
                  {t("topic")} <Tag>{example.topic}</Tag>
                </p>
              )}
              <Code isJson text={JSON.stringify(example.body, null, 2)} label={t("examples")} />
            </div>
          ))}
        </div>
      </Part>
      <Part title={t("schema")} about={t("schemaAbout", { version: type.version })}>
        <Code isJson text={JSON.stringify(type.schema, null, 2)} label={t("schema")} />
      </Part>
    </>
  );
}
