import { FileText } from "lucide-react";
import { useEffect, useState } from "react";
import { useFileSize } from "./useFileSize";

interface Props {
  /** What is in it, if that is here. */
  blob: Blob | undefined;
  name: string;
  size: number;
}

/** A file by its picture, if it is one, its name and its size. */
export function FileChip({ blob, name, size }: Props) {
  const picture = usePicture(blob);
  const sizeOf = useFileSize();
  return (
    <span className="flex min-w-0 items-center gap-2 p-1.5 text-sm">
      {picture ? (
        <img src={picture} alt="" className="size-9 shrink-0 rounded object-cover" />
      ) : (
        <FileText size={18} aria-hidden="true" className="shrink-0 text-muted" />
      )}
      <span className="flex min-w-0 flex-col">
        <span className="max-w-48 truncate">{name}</span>
        <span className="text-faint text-xs">{sizeOf(size)}</span>
      </span>
    </span>
  );
}

function usePicture(blob: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (!blob?.type.startsWith("image/")) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [blob]);
  return url;
}
