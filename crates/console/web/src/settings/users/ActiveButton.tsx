import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { useLive } from "@/live/context";
import { Button } from "@/ui/Button";
import type { User } from "../types";
import { Confirm } from "../ui/Confirm";
import { useTask } from "../useTask";

/** Lets a user in, or no longer; nobody shuts himself out. */
export function ActiveButton({ user }: { user: User }) {
  const t = useTranslations("settings.users");
  const { userId } = useLive();
  const [asks, setAsks] = useState(false);
  const change = useTask((active: boolean) => call("PATCH", `/v1/users/${user.id}`, { active }), {
    touches: ["settings", "users"],
    saysTrouble: true,
    onDone: () => setAsks(false),
  });
  if (user.id === userId) return null;
  if (!user.active) {
    return (
      <Button disabled={change.isPending} onClick={() => change.mutate(true)}>
        {t("activate")}
      </Button>
    );
  }
  return (
    <>
      <Button look="danger" onClick={() => setAsks(true)}>
        {t("deactivate")}
      </Button>
      {asks && (
        <Confirm
          title={t("deactivateTitle", { name: user.name })}
          verb={t("deactivate")}
          trouble={change.error}
          isBusy={change.isPending}
          onConfirm={() => change.mutate(false)}
          onClose={() => setAsks(false)}
        >
          <p>{t("deactivateHint")}</p>
        </Confirm>
      )}
    </>
  );
}
