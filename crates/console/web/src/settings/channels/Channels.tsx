import { MessageSquare } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/Button";
import type { Channel } from "../types";
import { AddButton } from "../ui/AddButton";
import { Badge, Tag } from "../ui/Badge";
import { Page } from "../ui/Page";
import { Row, Rows } from "../ui/Rows";
import { Loaded, State } from "../ui/states";
import { useList } from "../useList";
import { ChannelDialog } from "./ChannelDialog";
import { SnippetDialog } from "./SnippetDialog";

/** The ways in. */
export function Channels() {
  const t = useTranslations("settings.channels");
  const channels = useList<Channel>("channels");
  const [edited, setEdited] = useState<Channel | "new" | null>(null);
  const [installed, setInstalled] = useState<Channel | null>(null);
  return (
    <Page
      title={t("title")}
      about={t("about")}
      actions={<AddButton label={t("create")} onClick={() => setEdited("new")} />}
    >
      <Loaded query={channels}>
        {(all) =>
          all.length === 0 ? (
            <State icon={MessageSquare} title={t("none")}>
              {t("noneHint")}
            </State>
          ) : (
            <Rows>
              {all.map((channel) => (
                <Row key={channel.id} title={channel.name} about={<Tag>{channel.id}</Tag>}>
                  <Badge tone={channel.active ? "good" : "plain"}>{channel.active ? t("active") : t("inactive")}</Badge>
                  <Tag>{t(`kind.${channel.kind}`)}</Tag>
                  {channel.kind === "web" && <Button onClick={() => setInstalled(channel)}>{t("install")}</Button>}
                  <Button aria-label={t("editOf", { name: channel.name })} onClick={() => setEdited(channel)}>
                    {t("edit")}
                  </Button>
                </Row>
              ))}
            </Rows>
          )
        }
      </Loaded>
      {edited && (
        <ChannelDialog
          channel={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
          onCreated={(channel) => channel.kind === "web" && setInstalled(channel)}
        />
      )}
      {installed && <SnippetDialog channel={installed} onClose={() => setInstalled(null)} />}
    </Page>
  );
}
