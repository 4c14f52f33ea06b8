import { useTranslations } from "use-intl";
import { useLive } from "@/live/context";
import type { User } from "../types";
import { Remove } from "../ui/Remove";

/** Helps somebody in who has lost his authenticator; about one's own factor one's account page is asked. */
export function SecondFactor({ user }: { user: User }) {
  const t = useTranslations("settings.users");
  const { userId } = useLive();
  if (user.id === userId || user.bot) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <p className="min-w-0 flex-1 basis-60 text-muted">{t("totpHint")}</p>
      <Remove
        path={`/v1/users/${user.id}/totp`}
        touches={["settings", "users"]}
        verb={t("totpRemove")}
        title={t("totpTitle", { name: user.name })}
        says={t("totpRemoved")}
      >
        <p>{t("totpWarning")}</p>
      </Remove>
    </div>
  );
}
