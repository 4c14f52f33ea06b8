import {
  Building2,
  KeyRound,
  ListPlus,
  type LucideIcon,
  MessageSquare,
  ShieldCheck,
  Timer,
  UserRound,
  UsersRound,
  Webhook,
  Zap,
} from "lucide-react";
import type { Section } from "./sections";

/** The sign of every page. */
export const ICONS: Record<Section, LucideIcon> = {
  webhooks: Webhook,
  events: Zap,
  tokens: KeyRound,
  users: UserRound,
  roles: ShieldCheck,
  teams: UsersRound,
  channels: MessageSquare,
  fields: ListPlus,
  slas: Timer,
  organization: Building2,
};
