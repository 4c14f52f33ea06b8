/** Somebody's initials on a colour of his own. */
export function Avatar({ name }: { name: string }) {
  const words = name.trim().split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('');
  const hue = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
  return (
    <span class="avatar" style={{ '--hue': String(hue) }} aria-hidden="true">
      {initials.toUpperCase()}
    </span>
  );
}
