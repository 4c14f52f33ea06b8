import { FileText, MapPin, UserRound } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Message } from "@/api/types";
import { useFileSize } from "./useFileSize";

/** How high a picture is shown at the most, in pixels. */
const HIGHEST = 288;

/** What a message is made of beside words. Nothing, for words alone. */
export function Attachment({ message }: { message: Message }) {
  const t = useTranslations("list.kind");
  const sizeOf = useFileSize();
  if (message.type === "text" || message.type === "system") return null;
  const payload: Record<string, unknown> = message.payload ?? {};
  const url = safeUrl(payload["url"]);
  const name = typeof payload["name"] === "string" ? payload["name"] : t(message.type);
  if (url && message.type === "image") {
    return (
      <a href={url} target="_blank" rel="noreferrer noopener" className="block">
        <img
          src={url}
          alt={name}
          loading="lazy"
          className="my-1 max-h-72 max-w-full rounded-lg bg-sunken object-contain"
          {...reserved(payload)}
        />
      </a>
    );
  }
  // biome-ignore lint/a11y/useMediaCaption: recordings that customers send have none
  if (url && message.type === "audio") return <audio controls src={url} className="my-1 max-w-full" />;
  // biome-ignore lint/a11y/useMediaCaption: recordings that customers send have none
  if (url && message.type === "video") return <video controls src={url} className="my-1 max-h-72 rounded-lg" />;
  const Icon = message.type === "location" ? MapPin : message.type === "contact_card" ? UserRound : FileText;
  const label = (
    <span className="flex min-w-0 items-center gap-2 py-0.5 text-sm">
      <Icon size={16} aria-hidden="true" className="shrink-0" />
      <span className="min-w-0 truncate">{name}</span>
      {typeof payload["size"] === "number" && (
        <span className="shrink-0 text-muted text-xs">{sizeOf(payload["size"])}</span>
      )}
    </span>
  );
  return url ? (
    <a href={url} target="_blank" rel="noreferrer noopener" className="underline">
      {label}
    </a>
  ) : (
    label
  );
}

/** The place of a picture, before it is there: what is below it does not jump. */
function reserved({ width, height }: Record<string, unknown>): object {
  if (typeof width !== "number" || typeof height !== "number" || width <= 0 || height <= 0) return {};
  const shown = Math.min(width, (width / height) * HIGHEST);
  return { width, height, style: { width: shown, aspectRatio: `${width} / ${height}`, height: "auto" } };
}

/** An address that may be followed. */
function safeUrl(url: unknown): string | undefined {
  if (typeof url !== "string" || !URL.canParse(url, location.origin)) return undefined;
  const whole = new URL(url, location.origin);
  return whole.protocol === "https:" || whole.protocol === "http:" ? whole.href : undefined;
}
