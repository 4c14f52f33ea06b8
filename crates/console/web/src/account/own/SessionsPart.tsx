import { useQuery } from "@tanstack/react-query";
import { Laptop, Smartphone, Terminal } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { call } from "@/api/call";
import type { components } from "@/api/schema";
import { Badge } from "@/settings/ui/Badge";
import { Part } from "@/settings/ui/Page";
import { Row, Rows } from "@/settings/ui/Rows";
import { Loaded } from "@/settings/ui/states";
import { useTask } from "@/settings/useTask";
import { Button } from "@/ui/Button";
import { useMinute } from "@/ui/useMinute";
import { type Device, deviceOf } from "./device";
import { SESSIONS } from "./types";

type OpenSession = components["schemas"]["OpenSession"];

/** Where one is signed in. */
export function SessionsPart() {
  const t = useTranslations("ownAccount.sessions");
  const sessions = useQuery({
    queryKey: SESSIONS,
    queryFn: async () => (await call<{ sessions: OpenSession[] }>("GET", "/v1/sessions")).sessions,
  });
  const endOthers = useTask(() => call("DELETE", "/v1/sessions"), {
    touches: SESSIONS,
    says: t("othersEnded"),
    saysTrouble: true,
  });
  const hasOthers = sessions.data?.some(({ current }) => !current) ?? false;
  return (
    <Part
      title={t("title")}
      about={t("about")}
      actions={
        hasOthers && (
          <Button look="danger" disabled={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t("endOthers")}
          </Button>
        )
      }
    >
      <Loaded query={sessions}>
        {(all) => (
          <Rows>
            {[...all]
              .sort((one, other) => Number(other.current) - Number(one.current))
              .map((session) => (
                <SessionRow key={session.id} session={session} />
              ))}
          </Rows>
        )}
      </Loaded>
    </Part>
  );
}

function SessionRow({ session }: { session: OpenSession }) {
  const t = useTranslations("ownAccount.sessions");
  const format = useFormatter();
  const now = useMinute();
  const device = deviceOf(session.user_agent);
  const name = t(device.system ? "deviceOn" : "device", {
    program: device.program ?? t("unknown"),
    system: device.system ?? "",
  });
  const end = useTask(() => call("DELETE", `/v1/sessions/${session.id}`), {
    touches: SESSIONS,
    says: t("ended"),
    saysTrouble: true,
  });
  const since = format.dateTime(new Date(session.created_at), { dateStyle: "medium" });
  const used = session.seen_at && format.relativeTime(Math.min(Date.parse(session.seen_at), now), now);
  return (
    <Row
      mark={<Mark device={device} />}
      title={name}
      about={[
        session.current ? t("usedNow") : used && t("used", { ago: used }),
        t("since", { day: since }),
        session.address,
      ]
        .filter(Boolean)
        .join(" · ")}
    >
      {session.current ? (
        <Badge tone="good">{t("this")}</Badge>
      ) : (
        <Button aria-label={t("endOf", { name })} disabled={end.isPending} onClick={() => end.mutate()}>
          {t("end")}
        </Button>
      )}
    </Row>
  );
}

function Mark({ device }: { device: Device }) {
  const Icon = device.isHandheld ? Smartphone : device.system ? Laptop : Terminal;
  return <Icon size={18} aria-hidden="true" className="shrink-0 text-muted" />;
}
