import { Link } from "@tanstack/react-router";
import { Plus, Webhook as WebhookIcon } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Webhook } from "../types";
import { LinkButton } from "../ui/LinkButton";
import { Page } from "../ui/Page";
import { Loaded, State } from "../ui/states";
import { useList } from "../useList";
import { StateBadge } from "./StateBadge";
import { Trouble } from "./Trouble";
import { useWebhook } from "./useWebhook";

/** How often the webhooks of the list are asked for, in milliseconds. */
const EVERY = 10_000;

/** All webhooks, each with how it is. */
export function WebhookList() {
  const t = useTranslations("settings.webhooks");
  const webhooks = useList<Webhook>("webhooks");
  const create = (
    <LinkButton to="/settings/webhooks/new" look="primary">
      <Plus size={14} aria-hidden="true" />
      {t("create")}
    </LinkButton>
  );
  return (
    <Page title={t("title")} about={t("about")} actions={create}>
      <Loaded query={webhooks}>
        {(all) =>
          all.length === 0 ? (
            <State icon={WebhookIcon} title={t("empty")}>
              {t("emptyHint")}
            </State>
          ) : (
            <ul className="overflow-hidden rounded-lg border border-line">
              {all.map((webhook) => (
                <Row key={webhook.id} webhook={webhook} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}

function Row({ webhook }: { webhook: Webhook }) {
  const t = useTranslations("settings.webhooks");
  const { data } = useWebhook(webhook.id, EVERY);
  return (
    <li className="border-line border-t first:border-t-0">
      <Link
        to="/settings/webhooks/$webhookId/$tab"
        params={{ webhookId: webhook.id, tab: "overview" }}
        className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-3 py-2.5 -outline-offset-2 hover:bg-hover"
      >
        <span className="min-w-0 flex-1 basis-64">
          <span className="block truncate font-medium text-sm">{webhook.url}</span>
          <span className="block truncate text-muted text-xs">
            {t(`dialect.${webhook.dialect}`)} ·{" "}
            {webhook.events.includes("*") ? t("allEvents") : webhook.events.join(", ")}
          </span>
        </span>
        <span className="flex flex-col items-start gap-1 sm:items-end">
          <StateBadge webhook={data?.webhook ?? webhook} />
          {data && <Trouble followed={data} />}
        </span>
      </Link>
    </li>
  );
}
