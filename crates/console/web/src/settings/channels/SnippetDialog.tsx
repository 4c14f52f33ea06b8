import { useTranslations } from "use-intl";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import type { Channel } from "../types";
import { CopyButton } from "../ui/CopyButton";
import { snippetOf } from "./snippet";

/** What to put into a website. */
export function SnippetDialog({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const t = useTranslations("settings.channels");
  const common = useTranslations("common");
  const snippet = snippetOf(location.origin, channel.id);
  return (
    <Dialog title={t("installOf", { name: channel.name })} onClose={onClose}>
      <div className="scroller flex flex-col gap-4 p-4 text-sm">
        <p className="text-muted">{t("installHint")}</p>
        <code className="select-all break-all rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs leading-5">
          {snippet}
        </code>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{common("close")}</Button>
          <CopyButton text={snippet} />
        </div>
      </div>
    </Dialog>
  );
}
