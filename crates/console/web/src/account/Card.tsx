import type { FormEvent, ReactNode } from "react";
import { Logo } from "@/ui/Logo";

/** A page of one form, for who is not signed in. Without `onSubmit` there is nothing to send. */
export function Card({
  title,
  onSubmit,
  children,
}: {
  title: string;
  onSubmit?: (event: FormEvent<HTMLFormElement>) => void;
  children: ReactNode;
}) {
  return (
    <main className="scroller flex h-full flex-col items-center justify-center bg-canvas p-4">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit?.(event);
        }}
        className="flex w-full max-w-80 flex-col gap-4 rounded-xl border border-line bg-surface p-6 shadow-float"
      >
        <div className="flex items-center gap-2">
          <Logo size={24} />
          <h1 className="font-semibold text-base">{title}</h1>
        </div>
        {children}
      </form>
    </main>
  );
}
