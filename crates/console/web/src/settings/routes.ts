import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { inside } from "@/router";

const settings = createRoute({
  getParentRoute: () => inside,
  path: "/settings",
  component: lazyRouteComponent(() => import("./Settings"), "Settings"),
});

const index = createRoute({
  getParentRoute: () => settings,
  path: "/",
  component: lazyRouteComponent(() => import("./Overview"), "Overview"),
});

const webhooks = createRoute({
  getParentRoute: () => settings,
  path: "webhooks",
  component: lazyRouteComponent(() => import("./webhooks/WebhookList"), "WebhookList"),
});

const newWebhook = createRoute({
  getParentRoute: () => settings,
  path: "webhooks/new",
  component: lazyRouteComponent(() => import("./webhooks/NewWebhook"), "NewWebhook"),
});

const webhook = createRoute({
  getParentRoute: () => settings,
  path: "webhooks/$webhookId",
  beforeLoad: ({ params }) => {
    throw redirect({
      to: "/settings/webhooks/$webhookId/$tab",
      params: { webhookId: params.webhookId, tab: "overview" },
      replace: true,
    });
  },
});

const webhookTab = createRoute({
  getParentRoute: () => settings,
  path: "webhooks/$webhookId/$tab",
  component: lazyRouteComponent(() => import("./webhooks/WebhookPage"), "WebhookPage"),
});

const events = createRoute({
  getParentRoute: () => settings,
  path: "events",
  component: lazyRouteComponent(() => import("./events/EventTypes"), "EventTypes"),
});

const eventType = createRoute({
  getParentRoute: () => settings,
  path: "events/$type",
  component: lazyRouteComponent(() => import("./events/EventTypePage"), "EventTypePage"),
});

const tokens = createRoute({
  getParentRoute: () => settings,
  path: "tokens",
  component: lazyRouteComponent(() => import("./tokens/Tokens"), "Tokens"),
});

const oauth = createRoute({
  getParentRoute: () => settings,
  path: "oauth",
  component: lazyRouteComponent(() => import("./oauth/OAuthClients"), "OAuthClients"),
});

const users = createRoute({
  getParentRoute: () => settings,
  path: "users",
  component: lazyRouteComponent(() => import("./users/Users"), "Users"),
});

const roles = createRoute({
  getParentRoute: () => settings,
  path: "roles",
  component: lazyRouteComponent(() => import("./roles/Roles"), "Roles"),
});

const teams = createRoute({
  getParentRoute: () => settings,
  path: "teams",
  component: lazyRouteComponent(() => import("./teams/Teams"), "Teams"),
});

const channels = createRoute({
  getParentRoute: () => settings,
  path: "channels",
  component: lazyRouteComponent(() => import("./channels/Channels"), "Channels"),
});

const channel = createRoute({
  getParentRoute: () => settings,
  path: "channels/$channelId",
  component: lazyRouteComponent(() => import("./channels/ChannelPage"), "ChannelPage"),
});

const canned = createRoute({
  getParentRoute: () => settings,
  path: "canned",
  component: lazyRouteComponent(() => import("./canned/CannedResponses"), "CannedResponses"),
});

const fields = createRoute({
  getParentRoute: () => settings,
  path: "fields",
  component: lazyRouteComponent(() => import("./fields/Fields"), "Fields"),
});

const slas = createRoute({
  getParentRoute: () => settings,
  path: "slas",
  component: lazyRouteComponent(() => import("./slas/Slas"), "Slas"),
});

const organization = createRoute({
  getParentRoute: () => settings,
  path: "organization",
  component: lazyRouteComponent(() => import("./organization/Organization"), "Organization"),
});

/** The settings: fetched when somebody goes there. */
export const settingsRoutes = settings.addChildren([
  index,
  webhooks,
  newWebhook,
  webhook,
  webhookTab,
  events,
  eventType,
  tokens,
  oauth,
  users,
  roles,
  teams,
  channels,
  channel,
  canned,
  fields,
  slas,
  organization,
]);
