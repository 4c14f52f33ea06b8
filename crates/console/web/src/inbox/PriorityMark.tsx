import { ChevronDown, ChevronsDown, ChevronsUp, ChevronUp, Equal, type LucideIcon } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Priority } from "@/api/types";
import { classes } from "@/ui/classes";

const MARKS: Record<Priority, { icon: LucideIcon; colour: string }> = {
  highest: { icon: ChevronsUp, colour: "text-danger" },
  high: { icon: ChevronUp, colour: "text-danger" },
  medium: { icon: Equal, colour: "text-muted" },
  low: { icon: ChevronDown, colour: "text-faint" },
  lowest: { icon: ChevronsDown, colour: "text-faint" },
};

export const PRIORITIES = Object.keys(MARKS) as readonly Priority[];

/** How urgent something is, as an icon with a name. */
export function PriorityMark({ priority, size = 14 }: { priority: Priority | null | undefined; size?: number }) {
  const t = useTranslations("priority");
  if (!priority) return null;
  const { icon: Icon, colour } = MARKS[priority];
  return <Icon size={size} role="img" aria-label={t(priority)} className={classes("shrink-0 self-center", colour)} />;
}
