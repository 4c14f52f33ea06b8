import {
  AppWindow,
  Building2,
  KeyRound,
  ListPlus,
  type LucideIcon,
  MessageSquare,
  MessageSquareQuote,
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
  oauth: AppWindow,
  users: UserRound,
  roles: ShieldCheck,
  teams: UsersRound,
  channels: MessageSquare,
  canned: MessageSquareQuote,
  fields: ListPlus,
  slas: Timer,
  organization: Building2,
};
