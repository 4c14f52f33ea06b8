import { Timer } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/Button";
import type { Sla } from "../types";
import { AddButton } from "../ui/AddButton";
import { Page } from "../ui/Page";
import { Remove } from "../ui/Remove";
import { Row, Rows } from "../ui/Rows";
import { Loaded, State } from "../ui/states";
import { useList } from "../useList";
import { SlaDialog } from "./SlaDialog";

/** How soon somebody must answer. */
export function Slas() {
  const t = useTranslations("settings.slas");
  const slas = useList<Sla>("slas");
  const [edited, setEdited] = useState<Sla | "new" | null>(null);
  return (
    <Page
      title={t("title")}
      about={t("about")}
      actions={<AddButton label={t("create")} onClick={() => setEdited("new")} />}
    >
      <Loaded query={slas}>
        {(all) =>
          all.length === 0 ? (
            <State icon={Timer} title={t("none")}>
              {t("noneHint")}
            </State>
          ) : (
            <Rows>
              {all.map((sla) => (
                <Row
                  key={sla.id}
                  title={sla.name}
                  about={[t("due", { count: sla.due_minutes }), sla.description].filter(Boolean).join(" · ")}
                >
                  <Button aria-label={t("editOf", { name: sla.name })} onClick={() => setEdited(sla)}>
                    {t("edit")}
                  </Button>
                  <Remove
                    path={`/v1/slas/${sla.id}`}
                    touches={["settings", "slas"]}
                    verb={t("delete")}
                    title={t("deleteTitle", { name: sla.name })}
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
      {edited && <SlaDialog sla={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}
