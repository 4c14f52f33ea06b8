import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Dialog } from "@/ui/Dialog";
import { useMay } from "../may";
import type { Role, User } from "../types";
import { Check, Group, TextInput } from "../ui/controls";
import { FieldTroubleOf } from "../ui/FieldTroubleOf";
import { Form } from "../ui/Form";
import { Loaded } from "../ui/states";
import { useList } from "../useList";
import { useTask } from "../useTask";
import { SecondFactor } from "./SecondFactor";

/** How somebody new gets in. */
const ENTRIES = ["invite", "password"] as const;
type Entry = (typeof ENTRIES)[number];

/** Creates a user, or changes one. */
export function UserDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  const t = useTranslations("settings.users");
  const common = useTranslations("common");
  const mayAssign = useMay("role.assign");
  const roles = useList<Role>("roles");
  const [username, setUsername] = useState(user?.username ?? "");
  const [name, setName] = useState(user?.name ?? "");
  const [email, setEmail] = useState(user?.email ?? "");
  const [password, setPassword] = useState("");
  const [bot, setBot] = useState(false);
  const [entry, setEntry] = useState<Entry>("invite");
  const isInvited = !user && !bot && entry === "invite";
  const [held, setHeld] = useState<readonly string[]>(user?.roles ?? ["agent"]);
  const save = useTask(
    () => {
      const shared = {
        username: username.trim(),
        email: email.trim() || null,
        ...(name.trim() ? { name: name.trim() } : {}),
        ...(password && !isInvited ? { password } : {}),
      };
      const areChanged = !user || [...held].sort().join() !== [...user.roles].sort().join();
      const body = { ...shared, ...(mayAssign && areChanged ? { roles: held } : {}) };
      return user
        ? call("PATCH", `/v1/users/${user.id}`, body)
        : call("POST", "/v1/users", { ...body, bot, ...(isInvited ? { invite: true } : {}) });
    },
    {
      touches: ["settings", "users"],
      onDone: onClose,
      says: user ? t("saved") : isInvited ? t("invited") : t("created"),
    },
  );
  return (
    <Dialog title={user ? t("editOf", { name: user.name }) : t("create")} onClose={onClose}>
      <Form
        className="scroller p-4"
        trouble={save.error}
        isBusy={save.isPending}
        submit={user ? common("save") : t("create")}
        onCancel={onClose}
        onSubmit={() => save.mutate()}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <TextInput
            label={t("username")}
            name="username"
            autoCapitalize="none"
            value={username}
            onText={setUsername}
          />
          <TextInput label={t("name")} name="name" value={name} onText={setName} />
        </div>
        <TextInput label={t("email")} name="email" type="email" value={email} onText={setEmail} />
        {!user && !bot && (
          <Group legend={t("entry")}>
            {ENTRIES.map((each) => (
              <Check
                key={each}
                type="radio"
                label={t(`entries.${each}`)}
                hint={t(`entryHints.${each}`)}
                isOn={entry === each}
                onTurn={() => setEntry(each)}
              />
            ))}
          </Group>
        )}
        {!isInvited && (
          <TextInput
            label={user ? t("newPassword") : t("password")}
            hint={user ? t("newPasswordHint") : t("passwordHint")}
            name="password"
            type="password"
            autoComplete="new-password"
            value={password}
            onText={setPassword}
          />
        )}
        {mayAssign && (
          <Group legend={t("roles")}>
            <FieldTroubleOf name="roles" />
            <Loaded query={roles}>
              {(all) =>
                all.map((role) => (
                  <Check
                    key={role.name}
                    label={role.name}
                    isOn={held.includes(role.name)}
                    onTurn={(on) => setHeld(on ? [...held, role.name] : held.filter((each) => each !== role.name))}
                  />
                ))
              }
            </Loaded>
          </Group>
        )}
        {user && <SecondFactor user={user} />}
        {!user && <Check label={t("isBot")} hint={t("isBotHint")} isOn={bot} onTurn={setBot} />}
      </Form>
    </Dialog>
  );
}
