import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { useLive, useUsers } from "@/live/context";
import { Dialog } from "@/ui/Dialog";
import type { IssuedToken, Scope } from "../types";
import { Check, Choice, Group, TextInput } from "../ui/controls";
import { FieldTroubleOf } from "../ui/FieldTroubleOf";
import { Form } from "../ui/Form";
import { useTask } from "../useTask";
import { endOf, LIVES, type Life, SCOPES, withScope } from "./scopes";

/** Issues a token. */
export function IssueDialog({ onClose, onIssued }: { onClose: () => void; onIssued: (token: IssuedToken) => void }) {
  const t = useTranslations("settings.tokens");
  const { userId } = useLive();
  const users = [...useUsers().values()].filter((user) => user.active);
  const [name, setName] = useState("");
  const [user, setUser] = useState(userId);
  const [life, setLife] = useState<Life>("quarter");
  const [scopes, setScopes] = useState<Scope[]>([]);
  const issue = useTask(
    () => {
      const end = endOf(life, Date.now());
      const body = { name: name.trim(), user_id: user, scopes, ...(end ? { expires_at: end } : {}) };
      return call<IssuedToken>("POST", "/v1/tokens", body);
    },
    { touches: ["settings", "tokens"], onDone: onIssued },
  );
  return (
    <Dialog title={t("issue")} onClose={onClose}>
      <Form
        className="scroller p-4"
        trouble={issue.error}
        isBusy={issue.isPending}
        submit={t("issue")}
        isDisabled={scopes.length === 0}
        onCancel={onClose}
        onSubmit={() => issue.mutate()}
      >
        <TextInput label={t("name")} hint={t("nameHint")} name="name" value={name} onText={setName} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice
            label={t("user")}
            name="user_id"
            value={user}
            options={users.map(({ id, name: label }) => ({ value: id, label }))}
            onPick={setUser}
          />
          <Choice
            label={t("life")}
            name="expires_at"
            value={life}
            options={(Object.keys(LIVES) as Life[]).map((value) => ({ value, label: t(`lives.${value}`) }))}
            onPick={setLife}
          />
        </div>
        <Group legend={t("scopes")} hint={t("scopesHint")}>
          <FieldTroubleOf name="scopes" />
          {SCOPES.map((scope) => (
            <Check
              key={scope}
              label={<code className="font-mono text-xs">{scope}</code>}
              hint={t(`scope.${scope}`)}
              isOn={scopes.includes(scope)}
              onTurn={(on) => setScopes(withScope(scopes, scope, on))}
            />
          ))}
        </Group>
      </Form>
    </Dialog>
  );
}
