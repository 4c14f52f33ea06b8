import type { ReactNode } from "react";

/** A titled part of what is known. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-line border-t px-4 py-3">
      <h3 className="pb-1.5 font-semibold text-xs">{title}</h3>
      {children}
    </section>
  );
}

/** A line of it: what, and its value. */
export function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-h-7 items-center gap-2 text-sm">
      <span className="w-20 shrink-0 text-faint text-xs">{label}</span>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
