import { useFormatter, useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Button } from "@/ui/Button";
import type { Attempt } from "../types";
import { Drawer } from "../ui/Drawer";
import { When } from "../ui/When";
import { useTask } from "../useTask";
import { ExchangeView } from "./ExchangeView";
import { OutcomeBadge } from "./OutcomeBadge";
import { keyOf } from "./useWebhook";

interface Props {
  webhookId: string;
  attempt: Attempt;
  onClose: () => void;
  /** Shows all attempts of the event. */
  onEvent: (seq: number) => void;
}

/** One attempt in detail. */
export function AttemptDrawer({ webhookId, attempt, onClose, onEvent }: Props) {
  const t = useTranslations("settings.webhooks.attempts");
  const format = useFormatter();
  const resend = useTask(() => call("POST", `/v1/webhooks/${webhookId}/resend`, { seq: attempt.seq }), {
    touches: keyOf(webhookId),
    says: t("resent", { seq: attempt.seq }),
    saysTrouble: true,
  });
  return (
    <Drawer title={t("one", { seq: attempt.seq, number: attempt.number })} onClose={onClose}>
      <div className="flex flex-wrap items-center gap-2">
        <OutcomeBadge outcome={attempt.outcome} />
        <span className="flex-1" />
        <Button onClick={() => onEvent(attempt.seq)}>{t("ofEvent")}</Button>
        <Button look="primary" disabled={resend.isPending} onClick={() => resend.mutate()}>
          {t("resend")}
        </Button>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 pt-4 text-sm [&>dt]:text-muted">
        <dt>{t("at")}</dt>
        <dd>
          <When at={attempt.at} />
        </dd>
        <dt>{t("duration")}</dt>
        <dd>{durationText(attempt.duration_us, format.number)}</dd>
        <dt>{t("status")}</dt>
        <dd>{attempt.status ?? attempt.error ?? "–"}</dd>
        <dt>{t("event")}</dt>
        <dd className="break-all font-mono text-xs leading-5">{attempt.event_id}</dd>
        {attempt.room_id && (
          <>
            <dt>{t("room")}</dt>
            <dd className="break-all font-mono text-xs leading-5">{attempt.room_id}</dd>
          </>
        )}
        {attempt.replay_id && (
          <>
            <dt>{t("replay")}</dt>
            <dd className="break-all font-mono text-xs leading-5">{attempt.replay_id}</dd>
          </>
        )}
      </dl>
      {attempt.exchange ? (
        <ExchangeView exchange={attempt.exchange} />
      ) : (
        <p className="mt-5 rounded-md bg-sunken px-3 py-2 text-muted text-sm">{t("notKept")}</p>
      )}
    </Drawer>
  );
}

/** Microseconds in the unit that suits them. */
export function durationText(micros: number, number: (value: number) => string): string {
  if (micros >= 1_000_000) return `${number(Math.round(micros / 10_000) / 100)} s`;
  return `${number(Math.round(micros / 1_000))} ms`;
}
