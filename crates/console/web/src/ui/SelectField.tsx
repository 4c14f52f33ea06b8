import { useId } from "react";

/** A labelled choice of one among a few. */
export function SelectField({
  label,
  name,
  options,
  initial,
}: {
  label: string;
  name: string;
  options: readonly (readonly [string, string])[];
  initial?: string | undefined;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-muted text-xs">
        {label}
      </label>
      <select
        id={id}
        name={name}
        defaultValue={initial}
        className="h-9 rounded-md border border-line-strong bg-surface px-2 text-base"
      >
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
