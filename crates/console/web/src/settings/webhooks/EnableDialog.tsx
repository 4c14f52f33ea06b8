import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Dialog } from "@/ui/Dialog";
import type { FollowedWebhook } from "../types";
import { Check, Group } from "../ui/controls";
import { Form } from "../ui/Form";
import { useTask } from "../useTask";
import { keyOf } from "./useWebhook";

/** Asks what becomes of what a webhook missed, and enables it. */
export function EnableDialog({ webhook, onClose }: { webhook: FollowedWebhook; onClose: () => void }) {
  const t = useTranslations("settings.webhooks.enable");
  const [missed, setMissed] = useState<"deliver" | "skip">("deliver");
  const enable = useTask(() => call("PATCH", `/v1/webhooks/${webhook.id}`, { enabled: true, missed }), {
    touches: keyOf(webhook.id),
    onDone: onClose,
    says: t("done"),
  });
  const lag = webhook.position?.lag ?? 0;
  return (
    <Dialog title={t("title")} onClose={onClose} className="max-w-md">
      <Form
        className="scroller p-4"
        trouble={enable.error}
        isBusy={enable.isPending}
        submit={t("title")}
        onCancel={onClose}
        onSubmit={() => enable.mutate()}
      >
        <Group legend={t("missed", { count: lag })}>
          <Check
            type="radio"
            label={t("deliver")}
            hint={t("deliverHint")}
            isOn={missed === "deliver"}
            onTurn={() => setMissed("deliver")}
          />
          <Check
            type="radio"
            label={t("skip")}
            hint={t("skipHint")}
            isOn={missed === "skip"}
            onTurn={() => setMissed("skip")}
          />
        </Group>
      </Form>
    </Dialog>
  );
}
