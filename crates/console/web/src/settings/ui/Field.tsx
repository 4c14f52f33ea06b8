import { createContext, type ReactNode, useContext, useId } from "react";
import { fieldError } from "../problems";

/** What was wrong with the form, for its fields. */
const Trouble = createContext<unknown>(null);

/** The fields inside show what the server said of them. */
export function FieldTrouble({ of, children }: { of: unknown; children: ReactNode }) {
  return <Trouble value={of}>{children}</Trouble>;
}

/** What a field's control has to be given. */
export interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

interface Props {
  label: string;
  hint?: ReactNode;
  /** What the server calls it in its problems. */
  name?: string;
  /** What is wrong with it, as far as the page itself can tell. */
  error?: string | undefined;
  children: (control: ControlProps) => ReactNode;
}

/** A labelled control, with what is wrong with it. */
export function Field({ label, hint, name, error, children }: Props) {
  const id = useId();
  const trouble = useContext(Trouble);
  const wrong = error ?? (name ? fieldError(trouble, name) : undefined);
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ");
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium text-muted text-xs">
        {label}
      </label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": wrong ? true : undefined })}
      {wrong && (
        <p id={`${id}-wrong`} role="alert" className="text-danger text-xs">
          {wrong}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-faint text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}

/** What the server said of a field. */
export function useFieldTrouble(name: string): string | undefined {
  return fieldError(useContext(Trouble), name);
}
