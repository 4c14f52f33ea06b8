import { useTranslations } from "use-intl";
import type { Room } from "@/api/types";
import { EditableText } from "@/ui/EditableText";
import { useVerbs } from "../actions/useVerbs";
import { Section } from "./Section";

/** The room's one remark for colleagues. */
export function NoteSection({ room }: { room: Room }) {
  const t = useTranslations("context");
  const verbs = useVerbs(room.id);
  return (
    <Section title={t("remark")}>
      <EditableText
        isLong
        label={t("remark")}
        value={room.note ?? ""}
        placeholder={t("remarkPlaceholder")}
        onSave={(value) => void verbs.setNote(value)}
      />
    </Section>
  );
}
