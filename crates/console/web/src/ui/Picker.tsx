import { Check } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { classes } from "./classes";
import { Dialog } from "./Dialog";
import { Keys } from "./Keys";

/** Something to be picked. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly icon?: ReactNode;
  readonly keys?: string | undefined;
  /** Whether it holds already; undefined: it is nothing that holds or not. */
  readonly isOn?: boolean;
  /** Whether the picker stays when it is picked, for more. */
  readonly stays?: boolean;
  readonly run: () => void;
}

/** Choices under a heading. */
export interface Choices {
  readonly title?: string;
  readonly choices: readonly Choice[];
}

interface Props {
  title: string;
  placeholder: string;
  /** What there is to pick for what was typed. */
  find: (typed: string) => readonly Choices[];
  onClose: () => void;
}

/** A line to type in, and what can be picked for it: with the pointer, or with the arrows and Enter. */
export function Picker({ title, placeholder, find, onClose }: Props) {
  const t = useTranslations("picker");
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const groups = find(typed);
  const all = groups.flatMap(({ choices }) => choices);
  const active = Math.min(at, all.length - 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever becomes active is to be in sight
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active, typed]);

  const pick = (choice: Choice | undefined): void => {
    if (!choice) return;
    if (choice.stays) setTyped("");
    else onClose();
    choice.run();
  };

  const pressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") pick(all[active]);
    else if (event.key === "ArrowDown") setAt((active + 1) % Math.max(all.length, 1));
    else if (event.key === "ArrowUp") setAt((active - 1 + all.length) % Math.max(all.length, 1));
    else return;
    event.preventDefault();
  };

  let index = -1;
  return (
    <Dialog title={title} isTitleHidden onClose={onClose}>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={all[active] ? `${id}-${active}` : undefined}
        aria-label={title}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={pressed}
        className="h-12 shrink-0 border-line border-b bg-transparent px-4 text-base outline-none"
      />
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={title} className="scroller p-1.5">
        {groups
          .filter(({ choices }) => choices.length > 0)
          .map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
            <div key={group.title ?? ""} role="group" aria-label={group.title ?? title}>
              {group.title && <div className="px-2 pt-2 pb-1 font-medium text-faint text-xs">{group.title}</div>}
              {group.choices.map((choice) => {
                index += 1;
                const own = index;
                return (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, as in every combobox
                  <div
                    key={choice.id}
                    id={`${id}-${own}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={own === active}
                    onMouseMove={() => setAt(own)}
                    onClick={() => pick(choice)}
                    className={classes(
                      "flex min-h-9 items-center gap-2.5 rounded-md px-2 text-sm",
                      own === active && "bg-hover",
                    )}
                  >
                    {choice.icon}
                    <span className="min-w-0 flex-1 truncate">
                      {choice.label}
                      {choice.hint && <span className="text-faint"> {choice.hint}</span>}
                    </span>
                    {choice.isOn && <Check size={15} role="img" aria-label={t("chosen")} />}
                    {choice.keys && <Keys keys={choice.keys} />}
                  </div>
                );
              })}
            </div>
          ))}
        {all.length === 0 && <p className="px-3 py-6 text-center text-muted text-sm">{t("nothing")}</p>}
      </div>
    </Dialog>
  );
}
