import { ChevronDown } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { classes } from "@/ui/classes";
import { Field } from "./Field";

const BOX = "w-full rounded-md border border-line-strong bg-surface text-sm aria-invalid:border-danger";

interface Labelled {
  label: string;
  hint?: ReactNode;
  name?: string;
  error?: string | undefined;
  isMono?: boolean;
}

/** A labelled line of text. */
export function TextInput({
  label,
  hint,
  name,
  error,
  isMono,
  onText,
  ...rest
}: Labelled & Omit<ComponentProps<"input">, "onChange" | "name"> & { onText: (text: string) => void }) {
  return (
    <Field label={label} hint={hint} {...(name ? { name } : {})} error={error}>
      {(control) => (
        <input
          {...control}
          autoComplete="off"
          {...rest}
          onChange={(event) => onText(event.currentTarget.value)}
          className={classes(BOX, "h-8 px-2.5", isMono && "font-mono")}
        />
      )}
    </Field>
  );
}

/** A labelled text of several lines. */
export function TextArea({
  label,
  hint,
  name,
  error,
  isMono,
  onText,
  ...rest
}: Labelled & Omit<ComponentProps<"textarea">, "onChange" | "name"> & { onText: (text: string) => void }) {
  return (
    <Field label={label} hint={hint} {...(name ? { name } : {})} error={error}>
      {(control) => (
        <textarea
          rows={3}
          spellCheck={false}
          {...control}
          {...rest}
          onChange={(event) => onText(event.currentTarget.value)}
          className={classes(BOX, "px-2.5 py-1.5", isMono && "font-mono")}
        />
      )}
    </Field>
  );
}

/** A labelled choice of one. */
export function Choice<T extends string>({
  label,
  hint,
  name,
  value,
  options,
  onPick,
  disabled,
}: Labelled & {
  value: T;
  options: readonly { value: T; label: string }[];
  onPick: (value: T) => void;
  disabled?: boolean;
}) {
  return (
    <Field label={label} hint={hint} {...(name ? { name } : {})}>
      {(control) => (
        <span className="relative block">
          <select
            {...control}
            value={value}
            disabled={disabled}
            onChange={(event) => onPick(event.currentTarget.value as T)}
            className={classes(BOX, "h-8 appearance-none ps-2.5 pe-8 disabled:opacity-60")}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown size={14} aria-hidden="true" className="pointer-events-none absolute end-2.5 top-2 text-muted" />
        </span>
      )}
    </Field>
  );
}

/** A labelled yes or no. */
export function Check({
  label,
  hint,
  isOn,
  onTurn,
  disabled,
  type = "checkbox",
}: {
  label: ReactNode;
  hint?: ReactNode;
  isOn: boolean;
  onTurn: (on: boolean) => void;
  disabled?: boolean;
  type?: "checkbox" | "radio";
}) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <input
        id={id}
        type={type}
        checked={isOn}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onTurn(event.currentTarget.checked)}
        className="mt-1 size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0 py-0.5">
        <label htmlFor={id} className="block text-sm">
          {label}
        </label>
        {hint && (
          <span id={`${id}-hint`} className="block text-faint text-xs">
            {hint}
          </span>
        )}
      </span>
    </div>
  );
}

/** Controls that belong together, under one name. */
export function Group({ legend, hint, children }: { legend: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="pb-1 font-medium text-muted text-xs">{legend}</legend>
      {hint && <p className="pb-1 text-faint text-xs">{hint}</p>}
      {children}
    </fieldset>
  );
}
