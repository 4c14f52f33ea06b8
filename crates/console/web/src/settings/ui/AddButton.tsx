import { Plus } from "lucide-react";
import { Button } from "@/ui/Button";

/** Makes another one. */
export function AddButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button look="primary" onClick={onClick}>
      <Plus size={14} aria-hidden="true" />
      {label}
    </Button>
  );
}
