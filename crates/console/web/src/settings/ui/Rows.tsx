import type { ReactNode } from "react";

/** A list of things, a line each. */
export function Rows({ children }: { children: ReactNode }) {
  return <ul className="rounded-lg border border-line">{children}</ul>;
}

interface RowProps {
  title: ReactNode;
  about?: ReactNode;
  /** What stands before the name. */
  mark?: ReactNode;
  /** States and buttons at the end. */
  children?: ReactNode;
}

/** One thing: what it is called, what is to be said of it, and what can be done. */
export function Row({ title, about, mark, children }: RowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-t px-3 py-2.5 first:border-t-0">
      {mark}
      <div className="min-w-0 flex-1 basis-48">
        <div className="break-words font-medium text-sm">{title}</div>
        {about && <div className="break-words text-muted text-xs">{about}</div>}
      </div>
      <div className="flex flex-wrap items-center gap-2">{children}</div>
    </li>
  );
}
