import type { ReactNode } from "react";
import { Logo } from "@/ui/Logo";

/** A page for who is not signed in. */
export function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="scroller flex h-full flex-col items-center justify-center bg-canvas p-4">
      <div className="flex w-full max-w-80 flex-col gap-4 rounded-xl border border-line bg-surface p-6 shadow-float">
        <div className="flex items-center gap-2">
          <Logo size={24} />
          <h1 className="font-semibold text-base">{title}</h1>
        </div>
        {children}
      </div>
    </main>
  );
}
