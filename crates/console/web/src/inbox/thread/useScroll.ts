import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** How near the end counts as being there, in pixels. */
const NEAR = 80;

interface Asked {
  /** What the first shown message is: if it changes, something came in above. */
  readonly firstKey: string | undefined;
  /** Changes with everything that is shown. */
  readonly content: unknown;
  /** Whether the end of what is shown is the end of the room. */
  readonly endsHere: boolean;
  /** The message to begin at, instead of the end. */
  readonly target: string | null;
  /** The reader comes near the beginning, or the end, of what is shown. */
  readonly nearTop: () => void;
  readonly nearEnd: () => void;
}

/** How a thread is scrolled. */
export interface Scrolling {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly isAtEnd: RefObject<boolean>;
  /** Something came in below what is in sight. */
  readonly hasBelow: boolean;
  /** The end is more than two screens away. */
  readonly isFar: boolean;
  readonly scrolled: () => void;
  readonly toEnd: () => void;
  /** Watches the height of a part, until the answer is called. */
  readonly watch: (element: HTMLElement) => () => void;
}

/** Keeps a thread at its end when it is there, and what is in sight in its place when it is not. */
export function useScroll({ firstKey, content, endsHere, target, nearTop, nearEnd }: Asked): Scrolling {
  const scroller = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const before = useRef<{ firstKey: string | undefined; height: number }>({ firstKey: undefined, height: 0 });
  const heights = useRef(new Map<Element, number>());
  const reached = useRef<string | null>(null);
  const [hasBelow, setHasBelow] = useState(false);
  const [isFar, setIsFar] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the content is what makes it higher
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const found =
      target !== null && reached.current !== target && element.querySelector(`[data-message="${CSS.escape(target)}"]`);
    const grew = element.scrollHeight - before.current.height;
    if (found) {
      reached.current = target;
      isAtEnd.current = false;
      found.scrollIntoView({ block: "center" });
    } else if (isAtEnd.current && endsHere) element.scrollTop = element.scrollHeight;
    else if (before.current.firstKey !== firstKey && before.current.firstKey !== undefined) element.scrollTop += grew;
    else if (grew > 0 && endsHere) setHasBelow(true);
    before.current = { firstKey, height: element.scrollHeight };
    // What was made up for here is not to be made up for again.
    for (const part of heights.current.keys()) heights.current.set(part, part.getBoundingClientRect().height);
  }, [firstKey, content, endsHere, target]);

  // Who stands at the very beginning cannot scroll on: nothing else would ask for what is above. A frame later whoever asked before is done.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown is what one may be at the beginning of
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const element = scroller.current;
      if (element && !isAtEnd.current && element.scrollTop < element.clientHeight) nearTop();
    });
    return () => cancelAnimationFrame(frame);
  }, [firstKey, content]);

  // The window, the composer and pictures change sizes too, and what was left out may have become higher meanwhile.
  const observer = useRef<ResizeObserver | null>(null);
  const observe = useCallback((): ResizeObserver => {
    observer.current ??= new ResizeObserver((entries) => {
      const element = scroller.current;
      if (!element) return;
      const top = element.getBoundingClientRect().top;
      for (const { target: part, borderBoxSize } of entries) {
        const height = borderBoxSize[0]?.blockSize ?? 0;
        const known = heights.current.get(part);
        if (known === undefined) continue;
        heights.current.set(part, height);
        if (known === 0 && part instanceof HTMLElement) leaveOut(part, height);
        else if (!isAtEnd.current && part.getBoundingClientRect().bottom < top) element.scrollTop += height - known;
      }
      if (isAtEnd.current) element.scrollTop = element.scrollHeight;
      before.current = { ...before.current, height: element.scrollHeight };
    });
    return observer.current;
  }, []);

  useEffect(() => {
    const element = scroller.current;
    if (element) {
      observe().observe(element);
      for (const child of element.children) observe().observe(child);
    }
    return () => {
      observer.current?.disconnect();
      observer.current = null;
    };
  }, [observe]);

  const watch = useCallback(
    (part: HTMLElement) => {
      heights.current.set(part, 0);
      observe().observe(part);
      return () => {
        heights.current.delete(part);
        observer.current?.unobserve(part);
      };
    },
    [observe],
  );

  const scrolled = (): void => {
    const element = scroller.current;
    if (!element) return;
    const left = element.scrollHeight - element.scrollTop - element.clientHeight;
    isAtEnd.current = left < NEAR && endsHere;
    setIsFar(left > 2 * element.clientHeight);
    if (isAtEnd.current) setHasBelow(false);
    if (element.scrollTop < element.clientHeight) nearTop();
    if (left < element.clientHeight) nearEnd();
  };

  const toEnd = useCallback(() => {
    isAtEnd.current = true;
    setHasBelow(false);
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

  return { scroller, isAtEnd, hasBelow: hasBelow && endsHere, isFar, scrolled, toEnd, watch };
}

/** Lets the browser leave a part out while it is far out of sight. Its place stays as high as it was. */
function leaveOut(part: HTMLElement, height: number): void {
  part.style.containIntrinsicBlockSize = `auto ${height}px`;
  part.style.contentVisibility = "auto";
}
