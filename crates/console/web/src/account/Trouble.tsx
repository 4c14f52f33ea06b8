/** Why a form was refused. */
export function Trouble({ id, text }: { id: string; text: string | null }) {
  if (text === null) return null;
  return (
    <p id={id} role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger text-sm">
      {text}
    </p>
  );
}
