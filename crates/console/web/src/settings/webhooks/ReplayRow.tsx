import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Button } from "@/ui/Button";
import type { Replay } from "../types";
import { Badge, type Tone } from "../ui/Badge";
import { When } from "../ui/When";
import { useTask } from "../useTask";
import { progressOf } from "./replays";
import { EVERY, keyOf } from "./useWebhook";

const TONES: Record<Replay["state"], Tone> = { running: "warn", done: "good", cancelled: "plain" };

/** One replay and how far it is. */
export function ReplayRow({ webhookId, replay }: { webhookId: string; replay: Replay }) {
  const t = useTranslations("settings.webhooks.replays");
  const format = useFormatter();
  const isRunning = replay.state === "running";
  const path = `/v1/webhooks/${webhookId}/replays/${replay.job}`;
  const followed = useQuery({
    queryKey: [...keyOf(webhookId), "replays", replay.job],
    queryFn: () => call<Replay>("GET", path),
    refetchInterval: EVERY,
    enabled: isRunning,
  });
  const cancel = useTask(() => call("POST", `${path}/cancel`, {}), { touches: keyOf(webhookId), saysTrouble: true });
  const progress = progressOf(replay, followed.data?.position?.cursor);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-t px-3 py-2.5 first:border-t-0">
      <span className="min-w-0 flex-1 basis-52">
        <span className="block text-sm tabular-nums">
          {t(replay.scope, { after: replay.after + 1, until: replay.until })}
        </span>
        <span className="block text-muted text-xs">
          <When at={replay.created_at} />
        </span>
      </span>
      {isRunning && (
        <span className="flex items-center gap-2">
          <progress aria-label={t("progress")} value={progress} max={1} className="h-1.5 w-28 accent-accent" />
          <span className="w-10 text-end text-muted text-xs tabular-nums">
            {format.number(progress, { style: "percent" })}
          </span>
        </span>
      )}
      <Badge tone={TONES[replay.state]}>{t(`state.${replay.state}`)}</Badge>
      {isRunning && (
        <Button disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          {t("cancel")}
        </Button>
      )}
    </li>
  );
}
