import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { classes } from "./classes";

interface Props {
  label: string;
  value: string;
  placeholder: string;
  isLong?: boolean;
  type?: "text" | "email" | "tel";
  onSave: (value: string) => void;
}

/** Text that can be changed where it stands: Enter or leaving it saves, Escape does not. */
export function EditableText({ label, value, placeholder, isLong = false, type = "text", onSave }: Props) {
  const [draft, setDraft] = useState(value);
  const isGivenUp = useRef(false);
  useEffect(() => setDraft(value), [value]);

  const save = (): void => {
    if (isGivenUp.current) setDraft(value);
    else if (draft.trim() !== value) onSave(draft.trim());
    isGivenUp.current = false;
  };
  const pressed = (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") isGivenUp.current = true;
    if (event.key === "Escape" || (event.key === "Enter" && !(isLong && event.shiftKey))) {
      event.preventDefault();
      event.stopPropagation();
      event.currentTarget.blur();
    }
  };
  const common = {
    "aria-label": label,
    value: draft,
    placeholder,
    dir: "auto",
    onBlur: save,
    onKeyDown: pressed,
    className: classes(
      "w-full rounded border border-transparent bg-transparent px-1.5 py-0.5 text-sm hover:border-line focus:border-line-strong focus:bg-surface",
      isLong && "scroller field-sizing-content max-h-40 min-h-8 resize-none",
    ),
  };
  if (isLong) return <textarea {...common} rows={2} onChange={({ target }) => setDraft(target.value)} />;
  return <input {...common} type={type} onChange={({ target }) => setDraft(target.value)} />;
}
