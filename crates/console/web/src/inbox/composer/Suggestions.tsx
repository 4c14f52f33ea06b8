import { classes } from "@/ui/classes";
import type { Suggestion } from "./useSuggestions";

interface Props {
  id: string;
  label: string;
  suggestions: readonly Suggestion[];
  active: number;
  onPick: (suggestion: Suggestion) => void;
}

/** What can be put in at the caret. The text keeps the focus. */
export function Suggestions({ id, label, suggestions, active, onPick }: Props) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label={label}
      className="scroller mb-1 max-h-64 rounded-lg border border-line bg-raised p-1 text-ink shadow-float"
    >
      {suggestions.map((suggestion, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the text, as in every combobox
        <div
          key={suggestion.id}
          id={`${id}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(suggestion)}
          className={classes("flex h-8 items-center gap-2 rounded-md px-2 text-sm", at === active && "bg-hover")}
        >
          <span className="shrink-0 font-medium">{suggestion.label}</span>
          <span className="truncate text-faint text-xs">{suggestion.hint}</span>
        </div>
      ))}
    </div>
  );
}
