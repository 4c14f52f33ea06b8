import { memo, useEffect, useRef } from "react";
import { type Chunk, isSame } from "./chunks";
import { ThreadItem } from "./ThreadItem";

interface Props {
  chunk: Chunk;
  /** The message that somebody looked for, if it is in here. */
  marked: string | null;
  /** Watches its height for as long as it is there. */
  watch: (element: HTMLElement) => () => void;
}

/** A part of a thread that the browser leaves out while it is far out of sight. */
export const ThreadChunk = memo(
  function ThreadChunk({ chunk, marked, watch }: Props) {
    const element = useRef<HTMLDivElement>(null);
    useEffect(() => (element.current ? watch(element.current) : undefined), [watch]);
    return (
      <div ref={element} className="flex flex-col">
        {chunk.items.map((item) => (
          <ThreadItem key={item.key} item={item} marked={marked} />
        ))}
      </div>
    );
  },
  (a, b) => a.marked === b.marked && a.watch === b.watch && isSame(a.chunk, b.chunk),
);
