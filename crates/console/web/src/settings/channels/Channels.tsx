import { MessageSquare } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/Button";
import type { Channel } from "../types";
import { Badge, Tag } from "../ui/Badge";
import { Collection } from "../ui/Collection";
import { LinkButton } from "../ui/LinkButton";
import { Row } from "../ui/Rows";
import { useList } from "../useList";
import { ChannelDialog } from "./ChannelDialog";
import { SnippetDialog } from "./SnippetDialog";

/** The ways in. */
export function Channels() {
  const t = useTranslations("settings.channels");
  const channels = useList<Channel>("channels");
  const [installed, setInstalled] = useState<Channel | null>(null);
  return (
    <>
      <Collection
        title={t("title")}
        about={t("about")}
        query={channels}
        none={{ icon: MessageSquare, title: t("none"), hint: t("noneHint") }}
        create={t("create")}
        row={(channel, edit) => (
          <Row key={channel.id} title={channel.name} about={<Tag>{channel.id}</Tag>}>
            <Badge tone={channel.active ? "good" : "plain"}>{channel.active ? t("active") : t("inactive")}</Badge>
            <Tag>{t(`kind.${channel.kind}`)}</Tag>
            {channel.kind === "web" && <Button onClick={() => setInstalled(channel)}>{t("install")}</Button>}
            {channel.kind === "web" ? (
              <LinkButton
                to="/settings/channels/$channelId"
                params={{ channelId: channel.id }}
                aria-label={t("editOf", { name: channel.name })}
              >
                {t("edit")}
              </LinkButton>
            ) : (
              <Button aria-label={t("editOf", { name: channel.name })} onClick={edit}>
                {t("edit")}
              </Button>
            )}
          </Row>
        )}
        dialog={(channel, close) => (
          <ChannelDialog
            channel={channel}
            onClose={close}
            onCreated={(created) => created.kind === "web" && setInstalled(created)}
          />
        )}
      />
      {installed && <SnippetDialog channel={installed} onClose={() => setInstalled(null)} />}
    </>
  );
}
