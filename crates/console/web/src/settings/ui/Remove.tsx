import type { QueryKey } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { call } from "@/api/call";
import { Button } from "@/ui/Button";
import { useTask } from "../useTask";
import { Confirm } from "./Confirm";

interface Props {
  /** Where the thing is, e.g. `/v1/teams/…`. */
  path: string;
  /** What has to be read again. */
  touches: QueryKey;
  verb: string;
  /** What the button is called for who does not see what it stands beside. */
  label?: string;
  title: string;
  says: string;
  /** What will happen. */
  children: ReactNode;
}

/** Deletes something, after a question. */
export function Remove({ path, touches, verb, label, title, says, children }: Props) {
  const [asks, setAsks] = useState(false);
  const remove = useTask(() => call("DELETE", path), { touches, says, onDone: () => setAsks(false) });
  return (
    <>
      <Button look="danger" aria-label={label} onClick={() => setAsks(true)}>
        {verb}
      </Button>
      {asks && (
        <Confirm
          title={title}
          verb={verb}
          trouble={remove.error}
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsks(false)}
        >
          {children}
        </Confirm>
      )}
    </>
  );
}
