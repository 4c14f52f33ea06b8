import { useLive, useUsers } from "@/live/context";
import { classes } from "@/ui/classes";
import { isEmojiOnly, piecesOf } from "./format";
import { markMentions } from "./mentioned";

const NOBODY: readonly string[] = [];

/** What somebody wrote. */
export function Text({ text, mentions = NOBODY }: { text: string; mentions?: readonly string[] | undefined }) {
  const users = useUsers();
  const { userId } = useLive();
  const mentioned = mentions.flatMap((id) => {
    const name = users.get(id)?.name;
    return name ? [{ name, isMe: id === userId }] : [];
  });
  if (isEmojiOnly(text)) return <p className="text-[32px] leading-10">{text}</p>;
  return (
    <p className={classes("whitespace-pre-wrap text-base [overflow-wrap:anywhere]")} dir="auto">
      {markMentions(piecesOf(text), mentioned).map((piece, at) =>
        piece.kind === "text" ? (
          piece.text
        ) : piece.kind === "mention" ? (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text do not change places
            key={at}
            className={classes("rounded px-0.5 font-semibold", piece.isMe && "bg-accent text-accent-ink")}
          >
            {piece.text}
          </span>
        ) : (
          <a
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text do not change places
            key={at}
            href={piece.href}
            target="_blank"
            rel="noreferrer noopener"
            className="text-accent-text underline underline-offset-2"
          >
            {piece.text}
          </a>
        ),
      )}
    </p>
  );
}
