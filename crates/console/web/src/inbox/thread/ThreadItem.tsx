import { useFormatter, useTranslations } from "use-intl";
import { Bubble } from "./Bubble";
import type { Item } from "./items";
import { OutgoingBubble } from "./OutgoingBubble";

/** One of the things that a thread is made of. */
export function ThreadItem({ item, marked }: { item: Item; marked: string | null }) {
  switch (item.kind) {
    case "day":
      return <Day at={item.at} />;
    case "unread":
      return <UnreadLine />;
    case "message":
      return (
        <Bubble
          message={item.message}
          isFirst={item.isFirst}
          isLast={item.isLast}
          isMarked={item.message.id === marked}
        />
      );
    case "outgoing":
      return <OutgoingBubble outgoing={item.outgoing} isFirst={item.isFirst} />;
  }
}

function Day({ at }: { at: number }) {
  const format = useFormatter();
  return (
    <h2 className="my-3 self-center rounded-full bg-sunken px-2.5 py-0.5 text-muted text-xs">
      {format.dateTime(new Date(at), { weekday: "long", day: "numeric", month: "long", year: "numeric" })}
    </h2>
  );
}

function UnreadLine() {
  const t = useTranslations("thread");
  return (
    <p className="my-2 flex items-center gap-2 font-medium text-danger text-xs before:h-px before:flex-1 before:bg-danger after:h-px after:flex-1 after:bg-danger">
      {t("unread")}
    </p>
  );
}
