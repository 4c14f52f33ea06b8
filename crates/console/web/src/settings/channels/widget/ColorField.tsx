import { useTranslations } from "use-intl";
import { classes } from "@/ui/classes";
import { Field } from "../../ui/Field";

/** To begin with; any other can be picked too. */
const SWATCHES = ["#2457d6", "#0f766e", "#15803d", "#b45309", "#c2410c", "#be123c", "#7c3aed", "#1f2937"];

/** A colour, `#rrggbb`; null: the widget's own. */
export function ColorField({ value, onPick }: { value: string | null; onPick: (color: string | null) => void }) {
  const t = useTranslations("settings.widget");
  return (
    <Field label={t("color")} hint={t("colorHint")} name="widget.color">
      {(control) => (
        <div className="flex flex-wrap items-center gap-2">
          <input
            {...control}
            placeholder="#2457d6"
            autoComplete="off"
            spellCheck={false}
            value={value ?? ""}
            onChange={({ currentTarget }) => onPick(currentTarget.value.trim() || null)}
            className="h-8 w-28 rounded-md border border-line-strong bg-surface px-2.5 font-mono text-sm aria-invalid:border-danger"
          />
          <input
            type="color"
            aria-label={t("pickColor")}
            value={value && /^#[0-9a-f]{6}$/i.test(value) ? value : "#2457d6"}
            onChange={({ currentTarget }) => onPick(currentTarget.value)}
            className="size-8 rounded-md border border-line-strong bg-surface p-0.5"
          />
          <span className="flex flex-wrap gap-1.5">
            {SWATCHES.map((color) => (
              <button
                key={color}
                type="button"
                aria-label={color}
                aria-pressed={color === value}
                onClick={() => onPick(color)}
                style={{ backgroundColor: color }}
                className={classes("size-6 rounded-full", color === value && "outline-2 outline-ink outline-offset-2")}
              />
            ))}
          </span>
        </div>
      )}
    </Field>
  );
}
