import { useInfiniteQuery } from "@tanstack/react-query";
import { PartyPopper } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Button } from "@/ui/Button";
import { Skeleton } from "@/ui/Skeleton";
import type { DeadLetter } from "../types";
import { Confirm } from "../ui/Confirm";
import { FormTrouble } from "../ui/FormTrouble";
import { State } from "../ui/states";
import { CELL, HEAD } from "../ui/table";
import { When } from "../ui/When";
import { useTask } from "../useTask";
import { keyOf } from "./useWebhook";

/** The events that were given up. */
export function DeadTab({ id }: { id: string }) {
  const t = useTranslations("settings.webhooks.dead");
  const [asksForAll, setAsksForAll] = useState(false);
  const letters = useInfiniteQuery({
    queryKey: [...keyOf(id), "dead"],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({ limit: "100", ...(pageParam ? { cursor: pageParam } : {}) });
      const path = `/v1/webhooks/${id}/dead-letters?${query}`;
      return call<{ dead_letters: DeadLetter[]; next?: string | null }>("GET", path);
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? null,
  });
  const again = useTask((seq: number) => call("POST", `/v1/webhooks/${id}/resend`, { seq }), {
    touches: keyOf(id),
    says: t("resent"),
    saysTrouble: true,
  });
  const all = useTask(() => call("POST", `/v1/webhooks/${id}/replay`, { dead: true }), {
    touches: keyOf(id),
    says: t("replayed"),
    onDone: () => setAsksForAll(false),
  });
  const rows = letters.data?.pages.flatMap((page) => page.dead_letters) ?? [];

  if (letters.isError) return <FormTrouble of={letters.error} />;
  if (letters.isPending) return <Skeleton className="h-24" />;
  if (rows.length === 0) {
    return (
      <State icon={PartyPopper} title={t("none")}>
        {t("noneHint")}
      </State>
    );
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 pb-4">
        <p className="min-w-0 flex-1 basis-60 text-muted text-sm">{t("about")}</p>
        <Button look="primary" onClick={() => setAsksForAll(true)}>
          {t("replayAll")}
        </Button>
      </div>
      <div className="overflow-x-auto">
        <table className="w-full">
          <thead>
            <tr>
              <th className={HEAD}>{t("event")}</th>
              <th className={HEAD}>{t("room")}</th>
              <th className={HEAD}>{t("tries")}</th>
              <th className={HEAD}>{t("diedAt")}</th>
              <th className={HEAD}>
                <span className="sr-only">{t("resend")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((letter) => (
              <tr key={letter.seq}>
                <td className={`${CELL} tabular-nums`}>#{letter.seq}</td>
                <td className={`${CELL} font-mono text-muted text-xs`}>{letter.room_id?.slice(0, 13) ?? "–"}</td>
                <td className={CELL}>{letter.attempts}</td>
                <td className={CELL}>
                  <When at={letter.died_at} />
                </td>
                <td className={`${CELL} text-end`}>
                  <Button disabled={again.isPending} onClick={() => again.mutate(letter.seq)}>
                    {t("resend")}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {letters.hasNextPage && (
        <div className="flex justify-center pt-3">
          <Button disabled={letters.isFetchingNextPage} onClick={() => void letters.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
      {asksForAll && (
        <Confirm
          title={t("replayAll")}
          verb={t("replayAll")}
          trouble={all.error}
          isBusy={all.isPending}
          onConfirm={() => all.mutate()}
          onClose={() => setAsksForAll(false)}
        >
          <p>{t("replayAllHint")}</p>
        </Confirm>
      )}
    </>
  );
}
