import { Link, useParams } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { classes } from "@/ui/classes";
import { Page } from "../ui/Page";
import { Loaded } from "../ui/states";
import { Actions } from "./Actions";
import { AttemptsTab } from "./AttemptsTab";
import { ConfigurationTab } from "./ConfigurationTab";
import { DeadTab } from "./DeadTab";
import { OverviewTab } from "./OverviewTab";
import { ReplaysTab } from "./ReplaysTab";
import { StateBadge } from "./StateBadge";
import { Trouble } from "./Trouble";
import { type Followed, useWebhook } from "./useWebhook";

const TABS = ["overview", "attempts", "dead", "replays", "configuration"] as const;
type Tab = (typeof TABS)[number];

/** One webhook. */
export function WebhookPage() {
  const t = useTranslations("settings.webhooks");
  const { webhookId = "", tab } = useParams({ strict: false });
  const shown = TABS.find((each) => each === tab) ?? "overview";
  const query = useWebhook(webhookId);
  const followed = query.data;
  const current = useRef<HTMLAnchorElement>(null);
  // A phone has no room for all tabs.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is another link
  useEffect(() => current.current?.scrollIntoView({ block: "nearest", inline: "nearest" }), [shown]);
  return (
    <Page
      isWide
      back={{ to: "/settings/webhooks" }}
      title={followed?.webhook.url ?? t("one")}
      about={
        followed && (
          <span className="flex flex-wrap items-center gap-2 pt-1">
            <StateBadge webhook={followed.webhook} />
            <span>{t(`dialect.${followed.webhook.dialect}`)}</span>
            <Trouble followed={followed} />
          </span>
        )
      }
      actions={followed && <Actions webhook={followed.webhook} />}
    >
      <nav aria-label={t("tabs")} className="mb-4 flex gap-1 overflow-x-auto border-line border-b">
        {TABS.map((each) => (
          <Link
            key={each}
            ref={each === shown ? current : undefined}
            to="/settings/webhooks/$webhookId/$tab"
            params={{ webhookId, tab: each }}
            aria-current={each === shown ? "page" : undefined}
            className={classes(
              "flex h-9 shrink-0 items-center border-b-2 px-2.5 text-sm -outline-offset-2",
              each === shown
                ? "border-accent-text font-medium text-ink"
                : "border-transparent text-muted hover:text-ink",
            )}
          >
            {t(`tab.${each}`)}
          </Link>
        ))}
      </nav>
      <Loaded query={query}>{(data) => <Shown key={webhookId} tab={shown} id={webhookId} followed={data} />}</Loaded>
    </Page>
  );
}

function Shown({ tab, id, followed }: { tab: Tab; id: string; followed: Followed }) {
  switch (tab) {
    case "overview":
      return <OverviewTab id={id} followed={followed} />;
    case "attempts":
      return <AttemptsTab id={id} />;
    case "dead":
      return <DeadTab id={id} />;
    case "replays":
      return <ReplaysTab id={id} />;
    case "configuration":
      return <ConfigurationTab webhook={followed.webhook} />;
  }
}
