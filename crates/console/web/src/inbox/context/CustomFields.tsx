import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api, bodyOf } from "@/api/client";
import type { Contact, CustomField, Room } from "@/api/types";
import { EditableText } from "@/ui/EditableText";
import { useVerbs } from "../actions/useVerbs";
import { Line, Section } from "./Section";

/** What this organization wants to know besides. */
export function CustomFields({ room, contact }: { room: Room; contact: Contact | undefined }) {
  const t = useTranslations("context");
  const verbs = useVerbs(room.id);
  const { data } = useQuery({ queryKey: ["custom-fields"], queryFn: () => bodyOf(api.GET("/v1/custom-fields")) });
  const fields = (data?.custom_fields ?? []).filter(({ visible }) => visible);
  if (fields.length === 0) return null;

  const known = ({ scope, key }: CustomField): string => {
    const values = (scope === "room" ? room : contact)?.custom_fields as Record<string, string> | undefined;
    return values?.[key] ?? "";
  };
  const save = ({ scope, key }: CustomField, value: string): void => {
    if (scope === "room") void verbs.setField(key, value);
    else void verbs.editContact({ custom_fields: { [key]: value || null } });
  };

  return (
    <Section title={t("fields")}>
      {fields.map((field) => (
        <Line key={field.key} label={field.label}>
          {field.options.length > 0 ? (
            <select
              aria-label={field.label}
              value={known(field)}
              onChange={({ target }) => save(field, target.value)}
              className="h-7 w-full rounded bg-transparent px-1 text-sm hover:bg-hover"
            >
              <option value="">{t("none")}</option>
              {field.options.map((option) => (
                <option key={option}>{option}</option>
              ))}
            </select>
          ) : (
            <EditableText
              label={field.label}
              value={known(field)}
              placeholder={t("add")}
              onSave={(value) => save(field, value)}
            />
          )}
        </Line>
      ))}
    </Section>
  );
}
