import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Dialog } from "@/ui/Dialog";
import type { CreatedOAuthClient } from "../types";
import { TextInput } from "../ui/controls";
import { Form } from "../ui/Form";
import { useTask } from "../useTask";

interface Props {
  onClose: () => void;
  onCreated: (client: CreatedOAuthClient) => void;
}

/** Registers a program that may log users in. */
export function OAuthClientDialog({ onClose, onCreated }: Props) {
  const t = useTranslations("settings.oauth");
  const [name, setName] = useState("");
  const create = useTask(() => call<CreatedOAuthClient>("POST", "/v1/oauth-clients", { name: name.trim() }), {
    touches: ["settings", "oauth-clients"],
    onDone: onCreated,
  });
  return (
    <Dialog title={t("create")} onClose={onClose} className="max-w-md">
      <Form
        className="scroller p-4"
        trouble={create.error}
        isBusy={create.isPending}
        submit={t("create")}
        onCancel={onClose}
        onSubmit={() => create.mutate()}
      >
        <TextInput label={t("name")} hint={t("nameHint")} name="name" value={name} onText={setName} />
      </Form>
    </Dialog>
  );
}
