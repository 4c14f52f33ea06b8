import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { Gate } from "./account/Gate";
import { Inbox } from "./inbox/Inbox";
import { settingsRoutes } from "./settings/routes";
import { Toasts } from "./ui/Toasts";

const root = createRootRoute({
  component: () => (
    <>
      <Outlet />
      <Toasts />
    </>
  ),
  notFoundComponent: () => null,
});

/** What only those see who are signed in. */
export const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  component: () => (
    <Gate>
      <Outlet />
    </Gate>
  ),
});

const ChoosePassword = lazyRouteComponent(() => import("./account/ChoosePassword"), "ChoosePassword");
const ForgotPassword = lazyRouteComponent(() => import("./account/ForgotPassword"), "ForgotPassword");
const reset = createRoute({ getParentRoute: () => root, path: "/reset", component: ChoosePassword });
const invite = createRoute({ getParentRoute: () => root, path: "/invite", component: ChoosePassword });
const forgot = createRoute({ getParentRoute: () => root, path: "/forgot", component: ForgotPassword });

const account = createRoute({
  getParentRoute: () => inside,
  path: "/account",
  component: lazyRouteComponent(() => import("./account/own/Account"), "Account"),
});

const welcome = createRoute({
  getParentRoute: () => inside,
  path: "/welcome",
  component: lazyRouteComponent(() => import("./setup/Welcome"), "Welcome"),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("./setup/Setup"), "Setup"),
});

const start = createRoute({
  getParentRoute: () => inside,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/inbox/$view", params: { view: "mine" }, replace: true });
  },
});

/** One room by its address, as others link to it. */
const link = createRoute({
  getParentRoute: () => inside,
  path: "/rooms/$roomId",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/inbox/$view/$roomId", params: { view: "open", roomId: params.roomId }, replace: true });
  },
});

const inbox = createRoute({ getParentRoute: () => inside, path: "/inbox/$view", component: Inbox });
const room = createRoute({
  getParentRoute: () => inbox,
  path: "$roomId",
  // A message to begin at.
  validateSearch: ({ message }): { message?: string } => (typeof message === "string" ? { message } : {}),
  component: () => null,
});

export const router = createRouter({
  routeTree: root.addChildren([
    inside.addChildren([start, link, inbox.addChildren([room]), account, welcome, settingsRoutes]),
    reset,
    invite,
    forgot,
    setup,
  ]),
  basepath: "/app",
  defaultPreload: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
