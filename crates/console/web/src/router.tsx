import { createRootRoute, createRoute, createRouter, Outlet, redirect } from "@tanstack/react-router";
import { Gate } from "./account/Gate";
import { Inbox } from "./inbox/Inbox";
import { settingsRoutes } from "./settings/routes";
import { Toasts } from "./ui/Toasts";

export const root = createRootRoute({
  component: () => (
    <>
      <Gate>
        <Outlet />
      </Gate>
      <Toasts />
    </>
  ),
  notFoundComponent: () => null,
});

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/inbox/$view", params: { view: "mine" }, replace: true });
  },
});

/** One room by its address, as others link to it. */
const link = createRoute({
  getParentRoute: () => root,
  path: "/rooms/$roomId",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/inbox/$view/$roomId", params: { view: "open", roomId: params.roomId }, replace: true });
  },
});

const inbox = createRoute({ getParentRoute: () => root, path: "/inbox/$view", component: Inbox });
const room = createRoute({ getParentRoute: () => inbox, path: "$roomId", component: () => null });

export const router = createRouter({
  routeTree: root.addChildren([start, link, inbox.addChildren([room]), settingsRoutes]),
  basepath: "/app",
  defaultPreload: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
