/** The mark: two lines that are switched over. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect width="24" height="24" rx="6" className="fill-accent" />
      <path
        d="M6 8h3.5c3 0 2.5 8 5.5 8H18M6 16h3.5c1 0 1.6-.9 2-2M13 10c.4-1.1 1-2 2-2h3"
        fill="none"
        stroke="#fff"
        strokeWidth="1.9"
        strokeLinecap="round"
      />
    </svg>
  );
}
