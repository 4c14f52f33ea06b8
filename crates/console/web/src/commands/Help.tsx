import { useTranslations } from "use-intl";
import { Dialog } from "@/ui/Dialog";
import { Keys } from "@/ui/Keys";
import { COMMANDS } from "./catalogue";
import { workbench } from "./workbench";

/** Every command that has a key. */
export function Help() {
  const t = useTranslations();
  return (
    <Dialog title={t("commands.help")} onClose={workbench.close} className="max-w-2xl">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div tabIndex={0} className="scroller -outline-offset-2 grid gap-x-8 gap-y-4 p-4 sm:grid-cols-2">
        {(["room", "list", "views", "general"] as const).map((group) => (
          <section key={group}>
            <h3 className="pb-1 font-semibold text-sm">{t(`groups.${group}`)}</h3>
            <dl>
              {COMMANDS.filter((command) => command.group === group && command.keys).map(({ id, keys }) => (
                <div key={id} className="flex items-center justify-between gap-4 py-1 text-sm">
                  <dt className="text-muted">{t(`commands.${id}`)}</dt>
                  <dd>{keys && <Keys keys={keys} />}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
