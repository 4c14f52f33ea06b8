import { classes } from "@/ui/classes";
import { isEmojiOnly, piecesOf } from "./format";

/** What somebody wrote. */
export function Text({ text }: { text: string }) {
  if (isEmojiOnly(text)) return <p className="text-[32px] leading-10">{text}</p>;
  return (
    <p className={classes("whitespace-pre-wrap text-base [overflow-wrap:anywhere]")} dir="auto">
      {piecesOf(text).map((piece, at) =>
        piece.kind === "text" ? (
          piece.text
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
