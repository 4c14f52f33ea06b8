import { MessageSquareQuote } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useTeams } from "@/live/context";
import { Button } from "@/ui/Button";
import { useMay } from "../may";
import type { CannedResponse } from "../types";
import { AddButton } from "../ui/AddButton";
import { Tag } from "../ui/Badge";
import { TextInput } from "../ui/controls";
import { Page } from "../ui/Page";
import { Remove } from "../ui/Remove";
import { Row, Rows } from "../ui/Rows";
import { Loaded, State } from "../ui/states";
import { useList } from "../useList";
import { CannedDialog } from "./CannedDialog";
import { mayWrite } from "./scope";
import { useWriter } from "./useWriter";

/** The texts that are said again and again. */
export function CannedResponses() {
  const t = useTranslations("settings.canned");
  const canned = useList<CannedResponse>("canned-responses", "canned_responses");
  const [search, setSearch] = useState("");
  const [edited, setEdited] = useState<CannedResponse | "new" | null>(null);
  const typed = search.trim().toLowerCase();
  const finds = ({ shortcut, text, tags }: CannedResponse): boolean =>
    [shortcut, text, ...tags].some((each) => each.toLowerCase().includes(typed));
  return (
    <Page
      title={t("title")}
      about={t("about")}
      actions={<AddButton label={t("create")} onClick={() => setEdited("new")} />}
    >
      <Loaded query={canned}>
        {(all) => {
          if (all.length === 0) {
            return (
              <State icon={MessageSquareQuote} title={t("none")}>
                {t("noneHint")}
              </State>
            );
          }
          const shown = all.filter(finds).sort((one, other) => one.shortcut.localeCompare(other.shortcut));
          return (
            <>
              <div className="max-w-72 pb-3">
                <TextInput label={t("search")} type="search" value={search} onText={setSearch} />
              </div>
              {shown.length === 0 ? (
                <State icon={MessageSquareQuote} title={t("noneFound")} />
              ) : (
                <Rows>
                  {shown.map((each) => (
                    <CannedRow key={each.id} canned={each} onEdit={() => setEdited(each)} />
                  ))}
                </Rows>
              )}
            </>
          );
        }}
      </Loaded>
      {edited && <CannedDialog canned={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}

function CannedRow({ canned, onEdit }: { canned: CannedResponse; onEdit: () => void }) {
  const t = useTranslations("settings.canned");
  const teams = useTeams();
  const isOurs = mayWrite(useWriter(), canned);
  const mayDelete = useMay("canned_response.delete") && isOurs;
  const whose = canned.team_id ? teams.get(canned.team_id)?.name : undefined;
  return (
    <Row
      title={`/${canned.shortcut}`}
      about={
        <>
          <span className="line-clamp-2 whitespace-pre-line">{canned.text}</span>
          {canned.tags.length > 0 && (
            <span className="flex flex-wrap gap-1 pt-1">
              {canned.tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </span>
          )}
        </>
      }
    >
      <span className="text-muted text-xs">{whose ?? t(`scope.${canned.scope}`)}</span>
      {isOurs && (
        <Button aria-label={t("editOf", { name: canned.shortcut })} onClick={onEdit}>
          {t("edit")}
        </Button>
      )}
      {mayDelete && (
        <Remove
          path={`/v1/canned-responses/${canned.id}`}
          touches={["settings", "canned-responses"]}
          verb={t("delete")}
          label={t("deleteOf", { name: canned.shortcut })}
          title={t("deleteOf", { name: canned.shortcut })}
          says={t("deleted")}
        >
          <p>{t("deleteHint")}</p>
        </Remove>
      )}
    </Row>
  );
}
