import type { SnippetPart } from "@/api/types";

/** A piece of a text, with what was looked for marked. */
export function Snippet({ parts }: { parts: readonly SnippetPart[] }) {
  return (
    <>
      {parts.map(({ text, hit }, at) =>
        hit ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text do not change places
          <mark key={at} className="rounded-xs bg-note text-note-ink">
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </>
  );
}
