import { FileText, MapPin, UserRound } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Message } from "@/api/types";

/** What a message is made of beside words. Nothing, for words alone. */
export function Attachment({ message }: { message: Message }) {
  const t = useTranslations("list.kind");
  if (message.type === "text" || message.type === "system") return null;
  const payload: Record<string, unknown> = message.payload ?? {};
  const url = safeUrl(payload["url"]);
  const name = typeof payload["name"] === "string" ? payload["name"] : t(message.type);
  if (url && message.type === "image") {
    return (
      <a href={url} target="_blank" rel="noreferrer noopener">
        <img src={url} alt={name} loading="lazy" className="my-1 max-h-72 rounded-lg" />
      </a>
    );
  }
  // biome-ignore lint/a11y/useMediaCaption: recordings that customers send have none
  if (url && message.type === "audio") return <audio controls src={url} className="my-1 max-w-full" />;
  // biome-ignore lint/a11y/useMediaCaption: recordings that customers send have none
  if (url && message.type === "video") return <video controls src={url} className="my-1 max-h-72 rounded-lg" />;
  const Icon = message.type === "location" ? MapPin : message.type === "contact_card" ? UserRound : FileText;
  const label = (
    <span className="flex items-center gap-2 py-0.5 text-sm">
      <Icon size={16} aria-hidden="true" />
      {name}
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

/** An address that may be followed. */
function safeUrl(url: unknown): string | undefined {
  return typeof url === "string" && /^https?:\/\//i.test(url) ? url : undefined;
}
