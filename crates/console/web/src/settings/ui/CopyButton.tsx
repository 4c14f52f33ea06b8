import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/Button";
import { say } from "@/ui/toast";

const SHOWN_FOR = 2_000;

/** Copies a text. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useTranslations("settings.copy");
  const [isCopied, setIsCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
    } catch {
      // Not a secure context, or the user said no.
      say(t("failed"), { tone: "bad" });
    }
  };

  return (
    <Button onClick={() => void copy()}>
      {isCopied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
      {isCopied ? t("done") : (label ?? t("copy"))}
    </Button>
  );
}
