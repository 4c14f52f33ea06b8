import { MessageCircle } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { classes } from "@/ui/classes";
import { Switch } from "../../ui/Switch";
import type { PublicWidget } from "./types";

const SCENES = ["start", "closed", "talk", "ended"] as const;
type Scene = (typeof SCENES)[number];

/** The widget's own colour. */
const OWN_COLOR = "#2457d6";

interface Props {
  channelId: string;
  /** What visitors would be told, while the office is open or closed. */
  told: (isOpen: boolean) => PublicWidget;
}

/** The widget's own page in a frame, with the settings as they are on the form. It asks the server for nothing, and sends nothing. */
export function Preview({ channelId, told }: Props) {
  const t = useTranslations("settings.widget.preview");
  const [scene, setScene] = useState<Scene>("start");
  const [isShown, setIsShown] = useState(true);
  const [isReady, setIsReady] = useState(false);
  const frame = useRef<HTMLIFrameElement>(null);
  const widget = told(scene !== "closed");

  useEffect(() => {
    const heard = (event: MessageEvent): void => {
      if (event.source !== frame.current?.contentWindow || event.origin !== location.origin) return;
      const type = (event.data as { switchroom?: { type?: string } } | null)?.switchroom?.type;
      if (type === "ready") setIsReady(true);
      if (type === "close") setIsShown(false);
    };
    addEventListener("message", heard);
    return () => removeEventListener("message", heard);
  }, []);

  const preview = JSON.stringify({
    widget,
    scene: scene === "closed" ? "start" : scene,
    said:
      scene === "talk" || scene === "ended"
        ? [
            { from: "visitor", text: t("asks") },
            { from: "team", text: t("answers") },
          ]
        : [],
  });
  useEffect(() => {
    if (!isReady) return;
    const message = { switchroom: { type: "preview", preview: JSON.parse(preview) } };
    frame.current?.contentWindow?.postMessage(message, location.origin);
  }, [isReady, preview]);

  const side = widget.position === "left" ? "left-4" : "right-4";
  return (
    <section aria-label={t("title")} className="flex flex-col gap-2">
      <Switch
        label={t("scene")}
        value={scene}
        options={SCENES.map((value) => ({ value, label: t(value) }))}
        onPick={setScene}
      />
      <div className="relative h-168 overflow-hidden rounded-lg border border-line bg-sunken">
        <Site />
        <iframe
          ref={frame}
          src={`/widget/${channelId}?preview#${encodeURIComponent(location.origin)}`}
          title={t("title")}
          className={classes(
            "absolute bottom-22 h-[calc(100%-6.5rem)] w-90 max-w-[calc(100%-2rem)] rounded-2xl bg-transparent shadow-float",
            side,
            isShown ? "" : "hidden",
          )}
          // The frame chooses light or dark itself.
          style={{ colorScheme: "normal" }}
        />
        <button
          type="button"
          aria-label={isShown ? t("close") : t("open")}
          aria-expanded={isShown}
          onClick={() => setIsShown(!isShown)}
          className={classes("absolute bottom-4 size-14 rounded-full shadow-float", side)}
          style={{ backgroundColor: widget.color ?? OWN_COLOR }}
        >
          <MessageCircle size={26} fill="currentColor" aria-hidden="true" className="m-auto text-[#fff]" />
        </button>
      </div>
      <p className="text-faint text-xs">{t("hint")}</p>
    </section>
  );
}

/** Something like a page of a site, for the widget to stand on. */
function Site() {
  return (
    <div aria-hidden="true" className="absolute inset-0 flex flex-col gap-3 p-6 opacity-60">
      {["w-1/3 h-5", "w-full h-2", "w-5/6 h-2", "w-2/3 h-2", "w-full h-28", "w-full h-2", "w-3/4 h-2"].map((size) => (
        <div key={size} className={classes("rounded bg-hover", size)} />
      ))}
    </div>
  );
}
