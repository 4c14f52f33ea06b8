import { useTranslations } from "use-intl";
import { wordsOf } from "../problems";

/** What went wrong with a form as a whole. */
export function FormTrouble({ of }: { of: unknown }) {
  const t = useTranslations("settings.state");
  if (!of) return null;
  return (
    <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger text-sm">
      {wordsOf(of, t("unreachable"))}
    </p>
  );
}
