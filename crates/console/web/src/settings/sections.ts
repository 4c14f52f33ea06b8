/** The pages of the settings, in the order of the navigation. */
export const SECTIONS = [
  "webhooks",
  "events",
  "tokens",
  "oauth",
  "users",
  "roles",
  "teams",
  "channels",
  "canned",
  "fields",
  "slas",
  "organization",
] as const;

export type Section = (typeof SECTIONS)[number];

/** Any one of these permissions opens a page. */
const OPENED_BY: Record<Section, readonly string[]> = {
  webhooks: ["webhook.manage"],
  events: ["webhook.manage", "event.read"],
  tokens: ["token.manage"],
  oauth: ["token.manage"],
  users: ["user.create", "user.manage", "role.assign"],
  roles: ["role.manage", "role.assign"],
  teams: ["team.manage", "team.add_members", "team.delete"],
  channels: ["channel.manage"],
  canned: ["canned_response.edit"],
  fields: ["custom_field.manage"],
  slas: ["sla.manage"],
  organization: ["setting.view"],
};

/** Whether somebody with these permissions may open a page. */
export function isOpenTo(section: Section, permissions: readonly string[]): boolean {
  return OPENED_BY[section].some((permission) => permissions.includes(permission));
}

/** The pages that somebody with these permissions may open. */
export function sectionsOpenTo(permissions: readonly string[]): Section[] {
  return SECTIONS.filter((section) => isOpenTo(section, permissions));
}
