import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Button } from "@/ui/Button";
import { useMay } from "../may";
import type { Role } from "../types";
import { Confirm } from "../ui/Confirm";
import { TextInput } from "../ui/controls";
import { useTask } from "../useTask";
import { byNoun, changesOf } from "./permissions";

/** Every role beside every permission. The admin's are all there are, so they name the lines. */
export function Matrix({ roles }: { roles: readonly Role[] }) {
  const t = useTranslations("settings.roles");
  const mayEdit = useMay("role.manage");
  const before = new Map<string, readonly string[]>(roles.map(({ name, permissions }) => [name, permissions]));
  const [after, setAfter] = useState<ReadonlyMap<string, readonly string[]>>(before);
  const [search, setSearch] = useState("");
  const [asks, setAsks] = useState(false);
  const changes = changesOf(before, after);
  const save = useTask(
    async () => {
      for (const [role, permissions] of changes) {
        await call("PATCH", `/v1/roles/${encodeURIComponent(role)}`, { permissions });
      }
    },
    { touches: ["settings", "roles"], says: t("saved"), onDone: () => setAsks(false) },
  );
  const known = [...new Set(roles.flatMap(({ permissions }) => permissions))];
  const shown = byNoun(known.filter((permission) => permission.includes(search.trim().toLowerCase())));
  const turn = (role: string, permission: string, on: boolean): void => {
    const held = after.get(role) ?? [];
    setAfter(new Map(after).set(role, on ? [...held, permission] : held.filter((each) => each !== permission)));
  };
  return (
    <>
      <div className="flex flex-wrap items-end gap-2 pb-3">
        <div className="w-64">
          <TextInput label={t("search")} type="search" value={search} onText={setSearch} />
        </div>
        <span className="flex-1" />
        {changes.length > 0 && <Button onClick={() => setAfter(before)}>{t("discard")}</Button>}
        {mayEdit && (
          <Button look="primary" disabled={changes.length === 0} onClick={() => setAsks(true)}>
            {t("save")}
          </Button>
        )}
      </div>
      <section
        aria-label={t("title")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
        className="scroller max-h-[calc(100dvh-12rem)] overflow-x-auto rounded-lg border border-line"
      >
        <table className="w-full border-separate border-spacing-0 text-sm">
          <thead>
            <tr>
              <th className="sticky start-0 top-0 z-20 border-line border-b bg-surface px-3 py-2 text-start font-medium text-faint text-xs">
                {t("permission")}
              </th>
              {roles.map(({ name }) => (
                <th
                  key={name}
                  className="sticky top-0 z-10 border-line border-b bg-surface px-3 py-2 font-medium text-muted text-xs"
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          {shown.map(([noun, permissions]) => (
            <tbody key={noun}>
              {permissions.map((permission, at) => (
                <tr key={permission} className="hover:bg-hover">
                  <th
                    scope="row"
                    className={`sticky start-0 bg-surface px-3 py-1 text-start font-mono font-normal text-xs ${at === 0 ? "border-line border-t" : ""}`}
                  >
                    {permission}
                  </th>
                  {roles.map(({ name }) => (
                    <td key={name} className={`px-3 py-1 text-center ${at === 0 ? "border-line border-t" : ""}`}>
                      <input
                        type="checkbox"
                        aria-label={t("cell", { role: name, permission })}
                        disabled={!mayEdit}
                        checked={after.get(name)?.includes(permission) ?? false}
                        onChange={(event) => turn(name, permission, event.currentTarget.checked)}
                        className="size-4 align-middle accent-accent"
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </section>
      {asks && (
        <Confirm
          title={t("saveTitle")}
          verb={t("save")}
          trouble={save.error}
          isBusy={save.isPending}
          onConfirm={() => save.mutate()}
          onClose={() => setAsks(false)}
        >
          <p>{t("saveHint")}</p>
          <ul className="flex flex-col gap-1">
            {changes.map(([role, permissions]) => {
              const had = before.get(role) ?? [];
              const gains = permissions.filter((each) => !had.includes(each));
              const loses = had.filter((each) => !permissions.includes(each));
              return (
                <li key={role} className="text-ink">
                  <strong>{role}</strong>
                  <span className="block break-words font-mono text-xs">
                    {[...gains.map((each) => `+${each}`), ...loses.map((each) => `−${each}`)].join("  ")}
                  </span>
                </li>
              );
            })}
          </ul>
        </Confirm>
      )}
    </>
  );
}
