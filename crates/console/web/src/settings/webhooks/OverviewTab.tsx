import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { call } from "@/api/call";
import type { DeadLetter, ParkedRoom } from "../types";
import { Tag } from "../ui/Badge";
import { Part } from "../ui/Page";
import { CELL, HEAD } from "../ui/table";
import { When } from "../ui/When";
import { AttemptsPlot } from "./AttemptsPlot";
import { LagPlot } from "./LagPlot";
import { useLagSamples } from "./useLagSamples";
import { SPAN, useRecentAttempts } from "./useRecentAttempts";
import { EVERY, type Followed, keyOf } from "./useWebhook";
import { VerifySample } from "./VerifySample";

/** How a webhook does, at a glance. */
export function OverviewTab({ id, followed }: { id: string; followed: Followed }) {
  const t = useTranslations("settings.webhooks.overview");
  const format = useFormatter();
  const points = useLagSamples(followed);
  const attempts = useRecentAttempts(id);
  const parked = useQuery({
    queryKey: [...keyOf(id), "parked"],
    queryFn: () => call<{ parked: ParkedRoom[] }>("GET", `/v1/webhooks/${id}/parked?limit=20`),
    refetchInterval: EVERY,
  });
  const dead = useQuery({
    queryKey: [...keyOf(id), "dead", "first"],
    queryFn: () =>
      call<{ dead_letters: DeadLetter[]; next?: string | null }>("GET", `/v1/webhooks/${id}/dead-letters?limit=200`),
    refetchInterval: EVERY,
  });
  const { position } = followed.webhook;
  const rooms = parked.data?.parked ?? [];
  const deadCount = dead.data?.dead_letters.length;
  const deadWords =
    deadCount === undefined ? "…" : dead.data?.next ? t("moreThan", { count: deadCount }) : format.number(deadCount);
  return (
    <div>
      <dl className="grid grid-cols-2 gap-2 pb-4 md:grid-cols-4">
        <Figure name={t("lag")}>{format.number(position?.lag ?? 0)}</Figure>
        <Figure name={t("position")}>{format.number(position?.cursor ?? 0)}</Figure>
        <Figure name={t("parked")}>{format.number(position?.parked_rooms ?? 0)}</Figure>
        <Figure name={t("dead")}>
          <Link
            to="/settings/webhooks/$webhookId/$tab"
            params={{ webhookId: id, tab: "dead" }}
            className="underline decoration-line-strong underline-offset-4"
          >
            {deadWords}
          </Link>
        </Figure>
      </dl>
      <div className="grid gap-3 pb-6 lg:grid-cols-2">
        <LagPlot
          points={points}
          since={Math.max(points[0]?.at ?? followed.at, followed.at - SPAN) - 1_000}
          until={followed.at}
        />
        <AttemptsPlot attempts={attempts} since={followed.at - SPAN} until={followed.at + 1} />
      </div>
      {rooms.length > 0 && (
        <Part title={t("parkedTitle")} about={t("parkedAbout")}>
          <div className="overflow-x-auto">
            <table className="w-full">
              <thead>
                <tr>
                  <th className={HEAD}>{t("room")}</th>
                  <th className={HEAD}>{t("why")}</th>
                  <th className={HEAD}>{t("event")}</th>
                  <th className={HEAD}>{t("tries")}</th>
                  <th className={HEAD}>{t("nextTry")}</th>
                </tr>
              </thead>
              <tbody>
                {rooms.map((room) => (
                  <tr key={`${room.room_id}${room.event_id}`}>
                    <td className={CELL}>
                      {room.room_id ? (
                        <Link
                          to="/rooms/$roomId"
                          params={{ roomId: room.room_id }}
                          className="font-mono text-accent-text text-xs hover:underline"
                        >
                          {room.room_id.slice(0, 13)}
                        </Link>
                      ) : (
                        <Tag>{t("noRoom")}</Tag>
                      )}
                    </td>
                    <td className={CELL}>{t(room.reason)}</td>
                    <td className={CELL}>{format.number(room.next_seq)}</td>
                    <td className={CELL}>{room.attempts}</td>
                    <td className={CELL}>
                      <When at={room.next_at} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Part>
      )}
      <Part title={t("verifyTitle")} about={t("verifyAbout")}>
        <VerifySample />
      </Part>
    </div>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="rounded-lg border border-line px-3 py-2">
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="pt-0.5 font-semibold text-lg tabular-nums">{children}</dd>
    </div>
  );
}
