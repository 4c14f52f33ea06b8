import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { say } from "@/ui/toast";
import { wordsOf } from "./problems";

interface More<R> {
  /** What has to be read again when it is done. */
  touches?: QueryKey;
  onDone?: (result: R) => void;
  /** What is said when it is done. */
  says?: string;
  /** Whether a refusal is said in passing, where there is no form to show it. */
  saysTrouble?: boolean;
}

/** Something that is asked of the server once: a change. */
export function useTask<A = void, R = unknown>(ask: (argument: A) => Promise<R>, more: More<R> = {}) {
  const t = useTranslations("settings.state");
  const queries = useQueryClient();
  return useMutation<R, unknown, A>({
    mutationFn: ask,
    onSuccess: async (result) => {
      if (more.touches) void queries.invalidateQueries({ queryKey: more.touches });
      if (more.says) say(more.says);
      more.onDone?.(result);
    },
    onError: (error) => {
      if (more.saysTrouble) say(wordsOf(error, t("unreachable")), { tone: "bad" });
    },
  });
}
