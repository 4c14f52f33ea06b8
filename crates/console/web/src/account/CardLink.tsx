import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

/** The way from one card to another, or to the inbox. */
export function CardLink({ to, children }: { to: "/" | "/forgot"; children: ReactNode }) {
  return (
    <Link to={to} className="text-accent-text text-sm underline">
      {children}
    </Link>
  );
}
