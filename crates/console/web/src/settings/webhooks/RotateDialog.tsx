import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Dialog } from "@/ui/Dialog";
import type { RotatedSecret } from "../types";
import { Choice } from "../ui/controls";
import { Form } from "../ui/Form";
import { SecretDialog } from "../ui/SecretDialog";
import { useTask } from "../useTask";
import { keyOf } from "./useWebhook";

const HOUR = 3_600;
/** For how long the present secret may sign too, in seconds. */
const OVERLAPS = { none: 0, hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR, month: 30 * 24 * HOUR } as const;
type Overlap = keyof typeof OVERLAPS;

/** Gives a webhook another secret. */
export function RotateDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations("settings.webhooks.rotate");
  const format = useFormatter();
  const [overlap, setOverlap] = useState<Overlap>("day");
  const rotate = useTask(
    () => call<RotatedSecret>("POST", `/v1/webhooks/${id}/secret`, { overlap_seconds: OVERLAPS[overlap] }),
    { touches: keyOf(id) },
  );
  const rotated = rotate.data;
  if (rotated) {
    const until = rotated.previous_signs_until;
    return (
      <SecretDialog title={t("new")} secret={rotated.secret} onClose={onClose}>
        <p className="text-muted">
          {until
            ? t("until", { at: format.dateTime(new Date(until), { dateStyle: "medium", timeStyle: "short" }) })
            : t("atOnce")}
        </p>
      </SecretDialog>
    );
  }
  return (
    <Dialog title={t("title")} onClose={onClose} className="max-w-md">
      <Form
        className="scroller p-4"
        trouble={rotate.error}
        isBusy={rotate.isPending}
        submit={t("title")}
        onCancel={onClose}
        onSubmit={() => rotate.mutate()}
      >
        <p className="text-muted text-sm">{t("about")}</p>
        <Choice
          label={t("overlap")}
          hint={overlap === "none" ? t("noneHint") : t("overlapHint")}
          name="overlap_seconds"
          value={overlap}
          options={(Object.keys(OVERLAPS) as Overlap[]).map((value) => ({ value, label: t(`for.${value}`) }))}
          onPick={setOverlap}
        />
      </Form>
    </Dialog>
  );
}
