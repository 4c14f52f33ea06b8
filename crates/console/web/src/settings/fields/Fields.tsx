import { ListPlus } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/Button";
import type { CustomField } from "../types";
import { Badge, Tag } from "../ui/Badge";
import { Collection } from "../ui/Collection";
import { Remove } from "../ui/Remove";
import { Row } from "../ui/Rows";
import { useList } from "../useList";
import { FieldDialog } from "./FieldDialog";

/** What is asked of conversations and contacts beyond the model. */
export function Fields() {
  const t = useTranslations("settings.fields");
  const fields = useList<CustomField>("custom-fields", "custom_fields");
  return (
    <Collection
      title={t("title")}
      about={t("about")}
      query={fields}
      none={{ icon: ListPlus, title: t("none"), hint: t("noneHint") }}
      create={t("create")}
      row={(field, edit) => (
        <Row
          key={field.key}
          title={field.label}
          about={
            <>
              <Tag>{field.key}</Tag> {t(`scope.${field.scope}`)} · {t(`kind.${field.kind}`)}
              {field.options.length > 0 && ` · ${field.options.join(", ")}`}
            </>
          }
        >
          {field.required && <Badge>{t("required")}</Badge>}
          {field.public && <Badge>{t("public")}</Badge>}
          <Button aria-label={t("editOf", { name: field.label })} onClick={edit}>
            {t("edit")}
          </Button>
          <Remove
            path={`/v1/custom-fields/${encodeURIComponent(field.key)}`}
            touches={["settings", "custom-fields"]}
            verb={t("delete")}
            title={t("deleteTitle", { name: field.label })}
            says={t("deleted")}
          >
            <p>{t("deleteHint")}</p>
          </Remove>
        </Row>
      )}
      dialog={(field, close) => <FieldDialog field={field} onClose={close} />}
    />
  );
}
