import { useRef } from "react";
import { useTranslations } from "use-intl";
import { fill } from "@/inbox/composer/fill";
import { useLive } from "@/live/context";
import { Button } from "@/ui/Button";
import { TextArea } from "../ui/controls";
import { put, VARIABLES, type Variable } from "./variables";

/** A text with variables: buttons put them in, and below stands what it would say. */
export function VariableText({ value, onText }: { value: string; onText: (text: string) => void }) {
  const t = useTranslations("settings.canned");
  const { me } = useLive();
  const area = useRef<HTMLTextAreaElement>(null);
  const examples: Record<Variable, string> = {
    "contact.name": t("example.contactName"),
    "contact.email": "siti@example.com",
    "user.name": me.user?.name ?? "",
    "room.number": "4711",
    "room.topic": t("example.topic"),
  };
  const insert = (variable: Variable): void => {
    const field = area.current;
    if (!field) return;
    const changed = put(value, field.selectionStart, field.selectionEnd, `{{${variable}}}`);
    onText(changed.text);
    // Once the field has the new text: the caret stands behind what was put in.
    requestAnimationFrame(() => {
      field.focus();
      field.setSelectionRange(changed.caret, changed.caret);
    });
  };
  return (
    <div className="flex flex-col gap-2">
      <TextArea ref={area} label={t("text")} name="text" rows={5} spellCheck value={value} onText={onText} />
      <fieldset className="flex flex-wrap items-center gap-1">
        <legend className="sr-only">{t("insert")}</legend>
        {VARIABLES.map((variable) => (
          <Button key={variable} className="h-6 px-2 font-normal text-xs" onClick={() => insert(variable)}>
            {t(`variable.${variable.replace(".", "_") as "contact_name"}`)}
          </Button>
        ))}
      </fieldset>
      <section aria-label={t("preview")} className="flex flex-col gap-1">
        <p className="font-medium text-muted text-xs">{t("preview")}</p>
        <p className="min-h-9 max-w-full self-start whitespace-pre-wrap break-words rounded-xl bg-own px-3 py-2 text-sm">
          {fill(value, examples) || <span className="text-faint">{t("previewHint")}</span>}
        </p>
      </section>
    </div>
  );
}
