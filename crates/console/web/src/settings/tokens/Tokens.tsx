import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useUsers } from "@/live/context";
import type { IssuedToken, Token } from "../types";
import { AddButton } from "../ui/AddButton";
import { Tag } from "../ui/Badge";
import { Page } from "../ui/Page";
import { Remove } from "../ui/Remove";
import { Row, Rows } from "../ui/Rows";
import { SecretDialog } from "../ui/SecretDialog";
import { Switch } from "../ui/Switch";
import { Loaded, State } from "../ui/states";
import { Day } from "../ui/When";
import { useList } from "../useList";
import { IssueDialog } from "./IssueDialog";

/** The tokens there are. */
export function Tokens() {
  const t = useTranslations("settings.tokens");
  const tokens = useList<Token>("tokens");
  const [kind, setKind] = useState<"api" | "all">("api");
  const [isIssuing, setIsIssuing] = useState(false);
  const [issued, setIssued] = useState<IssuedToken | null>(null);
  return (
    <Page
      title={t("title")}
      about={t("about")}
      actions={<AddButton label={t("issue")} onClick={() => setIsIssuing(true)} />}
    >
      <div className="pb-3">
        <Switch
          label={t("which")}
          value={kind}
          options={[
            { value: "api", label: t("onlyApi") },
            { value: "all", label: t("withSessions") },
          ]}
          onPick={setKind}
        />
      </div>
      <Loaded query={tokens}>
        {(all) => {
          const shown = all.filter((token) => kind === "all" || token.kind === "api").reverse();
          if (shown.length === 0) return <State icon={KeyRound} title={t("none")} />;
          return (
            <Rows>
              {shown.map((token) => (
                <TokenRow key={token.id} token={token} />
              ))}
            </Rows>
          );
        }}
      </Loaded>
      {isIssuing && (
        <IssueDialog
          onClose={() => setIsIssuing(false)}
          onIssued={(token) => {
            setIsIssuing(false);
            setIssued(token);
          }}
        />
      )}
      {issued && <SecretDialog title={t("issued")} secret={issued.secret} onClose={() => setIssued(null)} />}
    </Page>
  );
}

function TokenRow({ token }: { token: Token }) {
  const t = useTranslations("settings.tokens");
  const users = useUsers();
  const who = token.actor.id ? users.get(token.actor.id)?.name : undefined;
  return (
    <Row
      title={token.name || t(`kind.${token.kind}`)}
      about={
        <span className="flex flex-wrap gap-x-2 gap-y-1 pt-0.5">
          <span>{t("for", { name: who ?? t(`actor.${token.actor.type}`) })}</span>
          <span>
            {t("since")} <Day at={token.created_at} />
          </span>
          <span>
            {token.expires_at ? (
              <>
                {t("until")} <Day at={token.expires_at} />
              </>
            ) : (
              t("never")
            )}
          </span>
          {token.scopes.map((scope) => (
            <Tag key={scope}>{scope}</Tag>
          ))}
        </span>
      }
    >
      <Remove
        path={`/v1/tokens/${token.id}`}
        touches={["settings", "tokens"]}
        verb={t("revoke")}
        title={t("revokeTitle")}
        says={t("revoked")}
      >
        <p>{t("revokeHint")}</p>
      </Remove>
    </Row>
  );
}
