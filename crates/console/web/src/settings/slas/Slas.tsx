export function Slas() {
  return null;
}
