import { useFieldTrouble } from "./Field";

/** What the server said of a field that is no single control. */
export function FieldTroubleOf({ name }: { name: string }) {
  const wrong = useFieldTrouble(name);
  return wrong ? (
    <p role="alert" className="text-danger text-xs">
      {wrong}
    </p>
  ) : null;
}
