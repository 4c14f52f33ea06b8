import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

const FOCUSABLE = 'button:not([disabled]), [href], input, textarea, [tabindex="0"]';

/** Keeps the focus in an element while it covers the page around it. */
export function useTrap(element: RefObject<HTMLElement | null>, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const keys = (event: KeyboardEvent) => {
      if (event.key !== 'Tab') return;
      const all = [...(element.current?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].filter(
        ({ tabIndex }) => tabIndex >= 0,
      );
      const [first, last] = [all[0], all.at(-1)];
      const [edge, other] = event.shiftKey ? [first, last] : [last, first];
      if (document.activeElement !== edge) return;
      event.preventDefault();
      other?.focus();
    };
    addEventListener('keydown', keys);
    return () => removeEventListener('keydown', keys);
  }, [element, isOn]);
}
