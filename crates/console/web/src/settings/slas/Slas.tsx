import { Timer } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/Button";
import type { Sla } from "../types";
import { Collection } from "../ui/Collection";
import { Remove } from "../ui/Remove";
import { Row } from "../ui/Rows";
import { useList } from "../useList";
import { SlaDialog } from "./SlaDialog";

/** How soon somebody must answer. */
export function Slas() {
  const t = useTranslations("settings.slas");
  const slas = useList<Sla>("slas");
  return (
    <Collection
      title={t("title")}
      about={t("about")}
      query={slas}
      none={{ icon: Timer, title: t("none"), hint: t("noneHint") }}
      create={t("create")}
      row={(sla, edit) => (
        <Row
          key={sla.id}
          title={sla.name}
          about={[t("due", { count: sla.due_minutes }), sla.description].filter(Boolean).join(" · ")}
        >
          <Button aria-label={t("editOf", { name: sla.name })} onClick={edit}>
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
      )}
      dialog={(sla, close) => <SlaDialog sla={sla} onClose={close} />}
    />
  );
}
