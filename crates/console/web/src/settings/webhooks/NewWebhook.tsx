import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import type { CreatedWebhook } from "../types";
import { Form } from "../ui/Form";
import { Page } from "../ui/Page";
import { SecretDialog } from "../ui/SecretDialog";
import { useTask } from "../useTask";
import { creationOf, EMPTY, faultsOf } from "./draft";
import { VerifySample } from "./VerifySample";
import { WebhookFields } from "./WebhookFields";

/** Where a webhook is created. */
export function NewWebhook() {
  const t = useTranslations("settings.webhooks");
  const navigate = useNavigate();
  const [draft, setDraft] = useState(EMPTY);
  const [isChecked, setIsChecked] = useState(false);
  const faults = faultsOf(draft);
  const create = useTask(() => call<CreatedWebhook>("POST", "/v1/webhooks", creationOf(draft)), {
    touches: ["settings", "webhooks"],
  });
  const open = (id: string) =>
    void navigate({ to: "/settings/webhooks/$webhookId/$tab", params: { webhookId: id, tab: "overview" } });
  const created = create.data;

  return (
    <Page title={t("create")} about={t("createAbout")} back={{ to: "/settings/webhooks" }}>
      <Form
        className="max-w-2xl"
        trouble={create.error}
        isBusy={create.isPending}
        submit={t("create")}
        onCancel={() => void navigate({ to: "/settings/webhooks" })}
        onSubmit={() => {
          setIsChecked(true);
          if (faults.length === 0) create.mutate();
        }}
      >
        <WebhookFields
          draft={draft}
          faults={isChecked ? faults : []}
          isNew
          onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        />
      </Form>
      {created && (
        <SecretDialog title={t("created")} secret={created.secret} onClose={() => open(created.id)}>
          <p className="text-muted">{t("createdHint")}</p>
          <VerifySample />
        </SecretDialog>
      )}
    </Page>
  );
}
