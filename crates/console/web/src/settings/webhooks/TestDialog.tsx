import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Dialog } from "@/ui/Dialog";
import type { SentSample, Webhook } from "../types";
import { Badge } from "../ui/Badge";
import { Choice } from "../ui/controls";
import { Form } from "../ui/Form";
import { Loaded } from "../ui/states";
import { useEventTypes } from "../useEventTypes";
import { useTask } from "../useTask";
import { durationText } from "./AttemptDrawer";
import { ExchangeView } from "./ExchangeView";
import { covers } from "./selection";

/** Sends an example, and shows what the endpoint said. */
export function TestDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const t = useTranslations("settings.webhooks.test");
  const format = useFormatter();
  const catalogue = useEventTypes();
  const [type, setType] = useState("");
  const send = useTask(() => call<SentSample>("POST", `/v1/webhooks/${webhook.id}/test`, type ? { type } : {}));
  const sent = send.data;
  return (
    <Dialog title={t("title")} onClose={onClose} className="max-w-2xl">
      <div className="scroller p-4">
        <p className="pb-4 text-muted text-sm">{t("about")}</p>
        <Loaded query={catalogue}>
          {(types) => {
            const told = types.filter((each) => each.dialects.some(({ dialect }) => dialect === webhook.dialect));
            const sorted = [...told].sort(
              (a, b) => Number(covers(webhook.events, b.type)) - Number(covers(webhook.events, a.type)),
            );
            return (
              <Form
                trouble={send.error}
                isBusy={send.isPending}
                submit={t("send")}
                onCancel={onClose}
                onSubmit={() => send.mutate()}
              >
                <Choice
                  label={t("type")}
                  name="type"
                  value={type}
                  options={[
                    { value: "", label: t("first") },
                    ...sorted.map((each) => ({ value: each.type, label: each.type })),
                  ]}
                  onPick={setType}
                />
              </Form>
            );
          }}
        </Loaded>
        {sent && (
          <div role="status" className="pt-5">
            <div className="flex flex-wrap items-center gap-3 text-sm">
              <Badge tone={sent.delivered ? "good" : "bad"}>{sent.delivered ? t("accepted") : t("refused")}</Badge>
              <span>{sent.status ?? sent.error}</span>
              <span className="text-muted">{durationText(sent.duration_us, format.number)}</span>
            </div>
            <ExchangeView exchange={sent.exchange} />
          </div>
        )}
      </div>
    </Dialog>
  );
}
