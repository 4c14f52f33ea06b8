import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Button } from "@/ui/Button";
import type { Channel } from "../types";
import { Badge, Tag } from "../ui/Badge";
import { Page } from "../ui/Page";
import { Loaded } from "../ui/states";
import { SnippetDialog } from "./SnippetDialog";
import { WidgetForm } from "./widget/WidgetForm";

/** A web channel: its widget, and what to put into the site. */
export function ChannelPage() {
  const t = useTranslations("settings.channels");
  const { channelId } = useParams({ from: "/inside/settings/channels/$channelId" });
  const channel = useQuery({
    queryKey: ["settings", "channels", channelId],
    queryFn: () => call<Channel>("GET", `/v1/channels/${channelId}`),
  });
  const [isInstalling, setIsInstalling] = useState(false);
  return (
    <Loaded query={channel}>
      {(found) => (
        <Page
          isWide
          title={found.name}
          about={<Tag>{found.id}</Tag>}
          back={{ to: "/settings/channels" }}
          actions={
            <>
              <Badge tone={found.active ? "good" : "plain"}>{found.active ? t("active") : t("inactive")}</Badge>
              <Button onClick={() => setIsInstalling(true)}>{t("install")}</Button>
            </>
          }
        >
          {found.widget && (
            <WidgetForm
              key={JSON.stringify([found.name, found.active, found.widget])}
              channel={found}
              saved={found.widget}
            />
          )}
          {isInstalling && <SnippetDialog channel={found} onClose={() => setIsInstalling(false)} />}
        </Page>
      )}
    </Loaded>
  );
}
