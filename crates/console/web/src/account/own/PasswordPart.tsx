import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { TextInput } from "@/settings/ui/controls";
import { Form } from "@/settings/ui/Form";
import { Part } from "@/settings/ui/Page";
import { useTask } from "@/settings/useTask";
import { SESSIONS } from "./types";

/** Gives oneself another password. */
export function PasswordPart({ username }: { username: string }) {
  const t = useTranslations("ownAccount.password");
  const [present, setPresent] = useState("");
  const [next, setNext] = useState("");
  const change = useTask(() => call("PUT", "/v1/me/password", { current: present, new: next }), {
    touches: SESSIONS,
    says: t("changed"),
    onDone: () => {
      setPresent("");
      setNext("");
    },
  });
  return (
    <Part title={t("title")} about={t("about")}>
      <Form
        className="max-w-md"
        trouble={change.error}
        isBusy={change.isPending}
        submit={t("change")}
        isDisabled={!present || !next}
        onSubmit={() => change.mutate()}
      >
        {/* Whoever keeps passwords for the user keeps this one under his name. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <TextInput
          label={t("present")}
          name="current"
          type="password"
          autoComplete="current-password"
          value={present}
          onText={setPresent}
        />
        <TextInput
          label={t("new")}
          hint={t("newHint")}
          name="new"
          type="password"
          autoComplete="new-password"
          value={next}
          onText={setNext}
        />
      </Form>
    </Part>
  );
}
