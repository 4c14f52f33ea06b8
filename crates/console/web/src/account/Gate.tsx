import { type ReactNode, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { LiveContext } from "@/live/context";
import { Button } from "@/ui/Button";
import { SignIn } from "./SignIn";
import { begin, sessions } from "./session";

/** Lets in who is signed in; the others may sign in here, wherever they wanted to go. */
export function Gate({ children }: { children: ReactNode }) {
  const t = useTranslations("signIn");
  const session = useSyncExternalStore(sessions.listen, sessions.get);
  switch (session.state) {
    case "unknown":
      return <div aria-busy="true" className="h-full bg-canvas" />;
    case "out":
      return <SignIn hasEnded={session.why === "ended"} />;
    case "unreachable":
      return (
        <main className="flex h-full flex-col items-center justify-center gap-3 p-6 text-center">
          <h1 className="font-semibold text-base">{t("unreachable")}</h1>
          <p className="text-muted text-sm">{t("unreachableWhy")}</p>
          <Button look="primary" onClick={() => void begin()}>
            {t("again")}
          </Button>
        </main>
      );
    case "in":
      return (
        <LiveContext key={session.live.userId} value={session.live}>
          {children}
        </LiveContext>
      );
  }
}
