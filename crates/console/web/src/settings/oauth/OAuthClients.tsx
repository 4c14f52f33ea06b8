import { AppWindow } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { CreatedOAuthClient, OAuthClient } from "../types";
import { Tag } from "../ui/Badge";
import { Collection } from "../ui/Collection";
import { CopyButton } from "../ui/CopyButton";
import { Remove } from "../ui/Remove";
import { Row } from "../ui/Rows";
import { SecretDialog } from "../ui/SecretDialog";
import { Day } from "../ui/When";
import { useList } from "../useList";
import { OAuthClientDialog } from "./OAuthClientDialog";

/** The programs that may log users in. */
export function OAuthClients() {
  const t = useTranslations("settings.oauth");
  const clients = useList<OAuthClient>("oauth-clients", "oauth_clients");
  const [created, setCreated] = useState<CreatedOAuthClient | null>(null);
  return (
    <>
      <Collection
        title={t("title")}
        about={t("about")}
        query={clients}
        none={{ icon: AppWindow, title: t("none"), hint: t("noneHint") }}
        create={t("create")}
        row={(client) => (
          <Row
            key={client.id}
            title={client.name}
            about={
              <>
                <Tag>{client.id}</Tag> {t("since")} <Day at={client.created_at} />
              </>
            }
          >
            <CopyButton text={client.id} label={t("copyId")} />
            <Remove
              path={`/v1/oauth-clients/${client.id}`}
              touches={["settings", "oauth-clients"]}
              verb={t("delete")}
              label={t("deleteOf", { name: client.name })}
              title={t("deleteOf", { name: client.name })}
              says={t("deleted")}
            >
              <p>{t("deleteHint")}</p>
            </Remove>
          </Row>
        )}
        dialog={(_, close) => (
          <OAuthClientDialog
            onClose={close}
            onCreated={(client) => {
              close();
              setCreated(client);
            }}
          />
        )}
      />
      {created && (
        <SecretDialog title={t("created")} secret={created.secret} onClose={() => setCreated(null)}>
          <p className="text-muted">{t("createdHint")}</p>
          <div className="flex flex-wrap items-center gap-2">
            <span className="text-muted text-xs">client_id</span>
            <code className="min-w-0 flex-1 basis-60 select-all break-all font-mono text-xs">{created.id}</code>
            <CopyButton text={created.id} label={t("copyId")} />
          </div>
        </SecretDialog>
      )}
    </>
  );
}
