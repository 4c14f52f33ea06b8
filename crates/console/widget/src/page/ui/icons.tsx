import type { ComponentChildren } from 'preact';

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const ChevronDown = () => (
  <Icon>
    <path d="m6 9 6 6 6-6" />
  </Icon>
);
export const Dots = () => (
  <Icon>
    <path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3.4" />
  </Icon>
);
export const SendArrow = () => (
  <Icon>
    <path d="M12 19V5m-6 6 6-6 6 6" />
  </Icon>
);
export const Smile = () => (
  <Icon>
    <circle cx="12" cy="12" r="9" />
    <path d="M8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5h.01M15 9.5h.01" />
  </Icon>
);
export const Bell = () => (
  <Icon>
    <path d="M6 9a6 6 0 1 1 12 0c0 5 2 6.5 2 6.5H4S6 14 6 9Zm4 10a2 2 0 0 0 4 0" />
  </Icon>
);
export const BellOff = () => (
  <Icon>
    <path d="M6.3 7.2A6 6 0 0 1 18 9c0 1.8.3 3.2.6 4.2M15.5 15.5H4S6 14 6 9M10 19a2 2 0 0 0 4 0M3 3l18 18" />
  </Icon>
);
export const Download = () => (
  <Icon>
    <path d="M12 4v11m-5-4.5 5 5 5-5M5 20h14" />
  </Icon>
);
export const Pencil = () => (
  <Icon>
    <path d="M4 20h4L19 9l-4-4L4 16v4Zm9-13 4 4" />
  </Icon>
);
export const Clock = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5V12l3 2" />
  </Icon>
);
export const Check = () => (
  <Icon>
    <path d="m5 12.5 4.5 4.5L19 7.5" />
  </Icon>
);
export const Checks = () => (
  <Icon>
    <path d="m2 12.5 4.5 4.5L16 7.5m-5.5 8.5 1 1L22 7.5" />
  </Icon>
);
export const Alert = () => (
  <Icon>
    <circle cx="12" cy="12" r="9" />
    <path d="M12 7.5v5.5m0 3.3v.01" />
  </Icon>
);
export const Clip = () => (
  <Icon>
    <path d="m20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7L9.3 17a1.7 1.7 0 0 1-2.4-2.4L14.5 7" />
  </Icon>
);
export const Star = () => (
  <Icon>
    <path class="fill" d="m12 3.5 2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.7l5.9-.8Z" />
  </Icon>
);
