import { useTranslations } from "use-intl";
import type { Exchange } from "../types";
import { Code } from "../ui/Code";
import { prettyJson } from "../ui/json";

/** What was sent and what was answered. */
export function ExchangeView({ exchange }: { exchange: Exchange }) {
  const t = useTranslations("settings.webhooks.exchange");
  return (
    <>
      <Side title={t("request")} headers={exchange.request_headers} body={exchange.request_body} />
      <Side title={t("response")} headers={exchange.response_headers} body={exchange.response_body} />
    </>
  );
}

function Side({ title, headers, body }: { title: string; headers: readonly string[][]; body: string }) {
  const t = useTranslations("settings.webhooks.exchange");
  const pretty = prettyJson(body);
  return (
    <section className="flex flex-col gap-2 pt-5">
      <h3 className="font-semibold text-sm">{title}</h3>
      {headers.length > 0 && (
        <dl className="rounded-md border border-line px-3 py-1 font-mono text-xs leading-5">
          {headers.map(([name, value], at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a header may come twice, and they never change places
            <div key={at} className="flex flex-wrap gap-x-2">
              <dt className="text-muted">{name}:</dt>
              <dd className="min-w-0 break-all">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {body ? (
        <Code text={pretty ?? body} isJson={pretty !== null} label={`${title}: ${t("body")}`} />
      ) : (
        <p className="text-muted text-sm">{t("noBody")}</p>
      )}
    </section>
  );
}
