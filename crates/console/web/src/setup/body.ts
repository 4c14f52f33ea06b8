/** What is sent of the form. What was left blank is left out, and so stays as the server made it. */
export function setupOf(token: string, form: FormData): Record<string, unknown> {
  const field = (name: string): string => String(form.get(name) ?? "").trim();
  const texts = ["organization_name", "name", "email"].flatMap((name) => (field(name) ? [[name, field(name)]] : []));
  // A password is what was typed, blanks and all.
  return { token, ...Object.fromEntries(texts), password: String(form.get("password") ?? ""), cookie: true };
}
