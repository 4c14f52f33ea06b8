import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Button } from "@/ui/Button";
import type { User } from "../types";
import { useTask } from "../useTask";

/** Mails a link to choose a password with to somebody who was never here. */
export function InviteButton({ user }: { user: User }) {
  const t = useTranslations("settings.users");
  const invite = useTask(() => call("POST", `/v1/users/${user.id}/invite`, {}), {
    says: t("invited"),
    saysTrouble: true,
  });
  if (!user.email || !user.active || user.bot || user.last_seen_at) return null;
  return (
    <Button aria-label={t("inviteOf", { name: user.name })} disabled={invite.isPending} onClick={() => invite.mutate()}>
      {t("invite")}
    </Button>
  );
}
