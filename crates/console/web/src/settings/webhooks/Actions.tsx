import { Menu } from "@base-ui/react/menu";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Button } from "@/ui/Button";
import { MenuPopup, menuItem } from "@/ui/menu";
import type { FollowedWebhook } from "../types";
import { Confirm } from "../ui/Confirm";
import { useTask } from "../useTask";
import { EnableDialog } from "./EnableDialog";
import { RotateDialog } from "./RotateDialog";
import { TestDialog } from "./TestDialog";
import { keyOf } from "./useWebhook";

/** What can be done with a webhook. */
export function Actions({ webhook }: { webhook: FollowedWebhook }) {
  const t = useTranslations("settings.webhooks.actions");
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [open, setOpen] = useState<"test" | "rotate" | "enable" | "disable" | "delete" | null>(null);
  const close = (): void => setOpen(null);
  const path = `/v1/webhooks/${webhook.id}`;
  const disable = useTask(() => call("PATCH", path, { enabled: false }), {
    touches: keyOf(webhook.id),
    onDone: close,
    says: t("disabled"),
  });
  const remove = useTask(() => call("DELETE", path), {
    says: t("deleted"),
    onDone: () => {
      queries.removeQueries({ queryKey: keyOf(webhook.id) });
      void queries.invalidateQueries({ queryKey: ["settings", "webhooks"], exact: true });
      void navigate({ to: "/settings/webhooks" });
    },
  });
  return (
    <>
      <Button onClick={() => setOpen("test")}>{t("test")}</Button>
      {!webhook.enabled && (
        <Button look="primary" onClick={() => setOpen("enable")}>
          {t("enable")}
        </Button>
      )}
      <Menu.Root>
        <Menu.Trigger
          aria-label={t("more")}
          className="inline-flex size-7 items-center justify-center rounded-md border border-line text-muted hover:bg-hover"
        >
          <MoreHorizontal size={16} aria-hidden="true" />
        </Menu.Trigger>
        <MenuPopup>
          <Menu.Item className={menuItem} onClick={() => setOpen("rotate")}>
            {t("rotate")}
          </Menu.Item>
          {webhook.enabled && (
            <Menu.Item className={menuItem} onClick={() => setOpen("disable")}>
              {t("disable")}
            </Menu.Item>
          )}
          <Menu.Separator className="my-1 h-px bg-line" />
          <Menu.Item className={`${menuItem} text-danger`} onClick={() => setOpen("delete")}>
            {t("delete")}
          </Menu.Item>
        </MenuPopup>
      </Menu.Root>
      {open === "test" && <TestDialog webhook={webhook} onClose={close} />}
      {open === "rotate" && <RotateDialog id={webhook.id} onClose={close} />}
      {open === "enable" && <EnableDialog webhook={webhook} onClose={close} />}
      {open === "disable" && (
        <Confirm
          title={t("disable")}
          verb={t("disable")}
          trouble={disable.error}
          isBusy={disable.isPending}
          onConfirm={() => disable.mutate()}
          onClose={close}
        >
          <p>{t("disableHint")}</p>
        </Confirm>
      )}
      {open === "delete" && (
        <Confirm
          title={t("delete")}
          verb={t("delete")}
          trouble={remove.error}
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate()}
          onClose={close}
        >
          <p className="break-all font-medium text-ink">{webhook.url}</p>
          <p>{t("deleteHint")}</p>
        </Confirm>
      )}
    </>
  );
}
