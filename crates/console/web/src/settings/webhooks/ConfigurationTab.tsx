import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import type { Webhook } from "../types";
import { Form } from "../ui/Form";
import { useTask } from "../useTask";
import { draftOf, editOf, faultsOf } from "./draft";
import { refresh } from "./useWebhook";
import { WebhookFields } from "./WebhookFields";

/** What a webhook is told, and how: to be changed. */
export function ConfigurationTab({ webhook }: { webhook: Webhook }) {
  const t = useTranslations("settings.webhooks");
  const common = useTranslations("common");
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(webhook));
  const [isChecked, setIsChecked] = useState(false);
  const faults = faultsOf(draft);
  const save = useTask(() => call<Webhook>("PATCH", `/v1/webhooks/${webhook.id}`, editOf(draft)), {
    touches: ["settings", "webhooks"],
    says: t("saved"),
    onDone: (saved) => {
      setDraft(draftOf(saved));
      refresh(queries, webhook.id);
    },
  });
  return (
    <Form
      className="max-w-2xl"
      trouble={save.error}
      isBusy={save.isPending}
      submit={common("save")}
      onSubmit={() => {
        setIsChecked(true);
        if (faults.length === 0) save.mutate();
      }}
    >
      {webhook.managed_by && (
        <p className="rounded-md bg-note px-3 py-2 text-note-ink text-sm">
          {t("managedBy", { by: webhook.managed_by })}
        </p>
      )}
      <WebhookFields
        draft={draft}
        faults={isChecked ? faults : []}
        isNew={false}
        onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
      />
    </Form>
  );
}
