/** The longest wait between two tries, in milliseconds. */
const LONGEST = 10_000;

/** How long to wait after so many failures in a row, in milliseconds: ever longer, and never as long as everybody else. */
export function patience(failures: number): number {
  const longest = Math.min(LONGEST, 250 * 2 ** failures);
  return longest / 2 + (Math.random() * longest) / 2;
}
