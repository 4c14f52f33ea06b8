import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Button } from "@/ui/Button";
import type { Replay } from "../types";
import { Loaded, State } from "../ui/states";
import { ReplayDialog } from "./ReplayDialog";
import { ReplayRow } from "./ReplayRow";
import { EVERY, keyOf } from "./useWebhook";

/** What was told again, and is. */
export function ReplaysTab({ id }: { id: string }) {
  const t = useTranslations("settings.webhooks.replays");
  const [isStarting, setIsStarting] = useState(false);
  const replays = useQuery({
    queryKey: [...keyOf(id), "replays"],
    queryFn: async () => (await call<{ replays: Replay[] }>("GET", `/v1/webhooks/${id}/replays?limit=50`)).replays,
    refetchInterval: EVERY,
  });
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 pb-4">
        <p className="min-w-0 flex-1 basis-60 text-muted text-sm">{t("about")}</p>
        <Button look="primary" onClick={() => setIsStarting(true)}>
          {t("start")}
        </Button>
      </div>
      <Loaded query={replays}>
        {(all) =>
          all.length === 0 ? (
            <State icon={History} title={t("none")} />
          ) : (
            <ul className="rounded-lg border border-line">
              {all.map((replay) => (
                <ReplayRow key={replay.job} webhookId={id} replay={replay} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {isStarting && <ReplayDialog id={id} onClose={() => setIsStarting(false)} />}
    </>
  );
}
