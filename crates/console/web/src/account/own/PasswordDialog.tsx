import type { QueryKey } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { TextInput } from "@/settings/ui/controls";
import { Form } from "@/settings/ui/Form";
import { useTask } from "@/settings/useTask";
import { Dialog } from "@/ui/Dialog";

interface Props<R> {
  title: string;
  /** The word on the button. */
  verb: string;
  look?: "primary" | "danger";
  ask: (password: string) => Promise<R>;
  /** What has to be read again. */
  touches?: QueryKey;
  says?: string;
  onDone: (result: R) => void;
  onClose: () => void;
  /** What will happen. */
  children: ReactNode;
}

/** Does something for which one has to show the password again. */
export function PasswordDialog<R>({ title, verb, look, ask, touches, says, onDone, onClose, children }: Props<R>) {
  const t = useTranslations("ownAccount.password");
  const [password, setPassword] = useState("");
  const task = useTask(() => ask(password), { onDone, ...(touches ? { touches } : {}), ...(says ? { says } : {}) });
  return (
    <Dialog title={title} onClose={onClose} className="max-w-md">
      <Form
        className="scroller p-4"
        trouble={task.error}
        isBusy={task.isPending}
        submit={verb}
        {...(look ? { look } : {})}
        isDisabled={!password}
        onCancel={onClose}
        onSubmit={() => task.mutate()}
      >
        <div className="text-muted text-sm">{children}</div>
        <TextInput
          label={t("present")}
          name="password"
          type="password"
          autoComplete="current-password"
          autoFocus
          value={password}
          onText={setPassword}
        />
      </Form>
    </Dialog>
  );
}
