import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import type { fetchRooms } from "@/api/rooms";
import type { Room } from "@/api/types";
import { useLive } from "@/live/context";
import { Ago } from "../list/Ago";
import { Section } from "./Section";

const MOST = 10;

/** The contact's other rooms. */
export function EarlierRooms({ room }: { room: Room }) {
  const t = useTranslations("context");
  const statuses = useTranslations("roomStatus");
  const { store } = useLive();
  const { data } = useQuery({
    queryKey: ["rooms-of", room.contact_id],
    queryFn: async () => {
      const { rooms } = await call<Awaited<ReturnType<typeof fetchRooms>>>(
        "GET",
        `/v1/rooms?contact_id=${room.contact_id}&limit=${MOST + 1}`,
      );
      for (const each of rooms) store.putRoom(each);
      return rooms;
    },
  });
  const others = (data ?? []).filter(({ id }) => id !== room.id).slice(0, MOST);
  if (others.length === 0) return null;
  return (
    <Section title={t("earlier")}>
      <ul>
        {others.map((other) => (
          <li key={other.id}>
            <Link
              to="/inbox/$view/$roomId"
              params={{ view: "resolved", roomId: other.id }}
              className="flex h-7 items-center gap-2 rounded px-1.5 text-sm hover:bg-hover"
            >
              <span className="min-w-0 flex-1 truncate">{other.topic || `#${other.number ?? ""}`}</span>
              <span className="text-faint text-xs">{statuses(other.status)}</span>
              <Ago at={other.last_activity_at} />
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
