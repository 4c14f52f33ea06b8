import { UserRound } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "@/ui/Avatar";
import { Button } from "@/ui/Button";
import { useMay } from "../may";
import type { User } from "../types";
import { AddButton } from "../ui/AddButton";
import { Badge, Tag } from "../ui/Badge";
import { TextInput } from "../ui/controls";
import { Page } from "../ui/Page";
import { Row, Rows } from "../ui/Rows";
import { Loaded, State } from "../ui/states";
import { useList } from "../useList";
import { ActiveButton } from "./ActiveButton";
import { InviteButton } from "./InviteButton";
import { UserDialog } from "./UserDialog";

/** Who answers. */
export function Users() {
  const t = useTranslations("settings.users");
  const users = useList<User>("users");
  const mayCreate = useMay("user.create");
  const mayManage = useMay("user.manage");
  const [search, setSearch] = useState("");
  const [edited, setEdited] = useState<User | "new" | null>(null);
  const finds = (user: User): boolean =>
    [user.name, user.username, user.email ?? ""].some((text) =>
      text.toLowerCase().includes(search.trim().toLowerCase()),
    );
  return (
    <Page
      title={t("title")}
      about={t("about")}
      actions={mayCreate && <AddButton label={t("create")} onClick={() => setEdited("new")} />}
    >
      <div className="max-w-72 pb-3">
        <TextInput label={t("search")} type="search" value={search} onText={setSearch} />
      </div>
      <Loaded query={users}>
        {(all) => {
          const shown = all.filter((user) => !user.deleted_at && finds(user));
          if (shown.length === 0) return <State icon={UserRound} title={t("none")} />;
          return (
            <Rows>
              {shown.map((user) => (
                <Row
                  key={user.id}
                  mark={<Avatar id={user.id} name={user.name} />}
                  title={user.name}
                  about={[user.username, user.email].filter(Boolean).join(" · ")}
                >
                  {user.roles.map((role) => (
                    <Tag key={role}>{role}</Tag>
                  ))}
                  {user.bot && <Badge>{t("bot")}</Badge>}
                  {!user.active && <Badge tone="warn">{t("inactive")}</Badge>}
                  {mayManage && (
                    <>
                      <Button aria-label={t("editOf", { name: user.name })} onClick={() => setEdited(user)}>
                        {t("edit")}
                      </Button>
                      <InviteButton user={user} />
                      <ActiveButton user={user} />
                    </>
                  )}
                </Row>
              ))}
            </Rows>
          );
        }}
      </Loaded>
      {edited && <UserDialog user={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}
