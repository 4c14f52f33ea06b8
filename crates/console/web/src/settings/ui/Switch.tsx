import { classes } from "@/ui/classes";

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onPick: (value: T) => void;
}

/** A choice of a few, all of them in sight. */
export function Switch<T extends string>({ label, value, options, onPick }: Props<T>) {
  return (
    <fieldset className="flex w-fit max-w-full flex-wrap gap-0.5 self-start rounded-md bg-sunken p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onPick(option.value)}
          className={classes(
            "h-6 rounded px-2.5 text-sm",
            option.value === value ? "bg-raised font-medium text-ink shadow-sm" : "text-muted hover:text-ink",
          )}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
