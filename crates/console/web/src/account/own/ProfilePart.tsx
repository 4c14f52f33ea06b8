import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import type { User } from "@/api/types";
import { TextInput } from "@/settings/ui/controls";
import { Form } from "@/settings/ui/Form";
import { Part } from "@/settings/ui/Page";
import { useTask } from "@/settings/useTask";
import { refreshMe } from "../session";
import { ME } from "./types";

/** What one is called, and where mail goes. */
export function ProfilePart({ user }: { user: User }) {
  const t = useTranslations("ownAccount.profile");
  const common = useTranslations("common");
  const [name, setName] = useState(user.name);
  const [email, setEmail] = useState(user.email ?? "");
  const save = useTask(() => call("PATCH", "/v1/me", { name: name.trim(), email: email.trim() || null }), {
    touches: ME,
    says: t("saved"),
    onDone: () => void refreshMe(),
  });
  return (
    <Part title={t("title")} about={t("about", { username: user.username })}>
      <Form
        className="max-w-md"
        trouble={save.error}
        isBusy={save.isPending}
        submit={common("save")}
        onSubmit={() => save.mutate()}
      >
        <TextInput label={t("name")} name="name" autoComplete="name" value={name} onText={setName} />
        <TextInput
          label={t("email")}
          hint={t("emailHint")}
          name="email"
          type="email"
          autoComplete="email"
          value={email}
          onText={setEmail}
        />
      </Form>
    </Part>
  );
}
