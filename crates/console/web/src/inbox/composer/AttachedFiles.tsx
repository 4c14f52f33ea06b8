import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { FileChip } from "../thread/FileChip";
import type { Attached } from "./attachments";

/** The files that go along with what is written. */
export function AttachedFiles({
  files,
  onRemove,
}: {
  files: readonly Attached[];
  onRemove: (attached: Attached) => void;
}) {
  const t = useTranslations("files");
  if (files.length === 0) return null;
  return (
    <ul aria-label={t("attached")} className="flex flex-wrap gap-1.5 px-3 pt-2">
      {files.map((attached) => {
        const { key, file } = attached;
        return (
          <li key={key} className="flex max-w-full items-center rounded-lg border border-line bg-surface text-ink">
            <FileChip blob={file} name={file.name} size={file.size} />
            <button
              type="button"
              aria-label={t("remove", { name: file.name })}
              title={t("remove", { name: file.name })}
              onClick={() => onRemove(attached)}
              className="me-1 inline-flex size-6 shrink-0 items-center justify-center rounded text-muted hover:bg-hover"
            >
              <X size={13} aria-hidden="true" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
