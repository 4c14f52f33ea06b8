import { ListPlus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/Button";
import type { CustomField } from "../types";
import { AddButton } from "../ui/AddButton";
import { Badge, Tag } from "../ui/Badge";
import { Page } from "../ui/Page";
import { Remove } from "../ui/Remove";
import { Row, Rows } from "../ui/Rows";
import { Loaded, State } from "../ui/states";
import { useList } from "../useList";
import { FieldDialog } from "./FieldDialog";

/** What is asked of conversations and contacts beyond the model. */
export function Fields() {
  const t = useTranslations("settings.fields");
  const fields = useList<CustomField>("custom-fields", "custom_fields");
  const [edited, setEdited] = useState<CustomField | "new" | null>(null);
  return (
    <Page
      title={t("title")}
      about={t("about")}
      actions={<AddButton label={t("create")} onClick={() => setEdited("new")} />}
    >
      <Loaded query={fields}>
        {(all) =>
          all.length === 0 ? (
            <State icon={ListPlus} title={t("none")}>
              {t("noneHint")}
            </State>
          ) : (
            <Rows>
              {all.map((field) => (
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
                  <Button aria-label={t("editOf", { name: field.label })} onClick={() => setEdited(field)}>
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
              ))}
            </Rows>
          )
        }
      </Loaded>
      {edited && <FieldDialog field={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}
