import type { UseQueryResult } from "@tanstack/react-query";
import type { LucideIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import { AddButton } from "./AddButton";
import { Page } from "./Page";
import { Rows } from "./Rows";
import { Loaded, State } from "./states";

interface Props<T> {
  title: string;
  about: string;
  query: UseQueryResult<T[]>;
  /** What stands there while there is nothing. */
  none: { icon: LucideIcon; title: string; hint: string };
  /** What the button to add something says. Null: nothing can be added. */
  create: string | null;
  /** A thing's line; `edit` opens its dialog. */
  row: (thing: T, edit: () => void) => ReactNode;
  /** Where a thing is edited, or, with null, added. */
  dialog: (thing: T | null, close: () => void) => ReactNode;
}

/** A page of things that are listed, added and edited. */
export function Collection<T>({ title, about, query, none, create, row, dialog }: Props<T>) {
  const [edited, setEdited] = useState<{ thing: T | null } | null>(null);
  return (
    <Page
      title={title}
      about={about}
      actions={create !== null && <AddButton label={create} onClick={() => setEdited({ thing: null })} />}
    >
      <Loaded query={query}>
        {(all) =>
          all.length === 0 ? (
            <State icon={none.icon} title={none.title}>
              {none.hint}
            </State>
          ) : (
            <Rows>{all.map((thing) => row(thing, () => setEdited({ thing })))}</Rows>
          )
        }
      </Loaded>
      {edited && dialog(edited.thing, () => setEdited(null))}
    </Page>
  );
}
