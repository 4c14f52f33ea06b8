import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Dialog } from "@/ui/Dialog";
import type { NewReplay } from "../types";
import { Check, Group, TextInput } from "../ui/controls";
import { Form } from "../ui/Form";
import { useTask } from "../useTask";
import { type ReplayDraft, replayOf } from "./replays";
import { keyOf } from "./useWebhook";

/** Asks what is to be told again. */
export function ReplayDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations("settings.webhooks.replays");
  const [draft, setDraft] = useState<ReplayDraft>({ from: "seq", after: "0", since: "", until: "" });
  const [wrong, setWrong] = useState<"after" | "since" | "until" | null>(null);
  const start = useTask((body: NewReplay) => call("POST", `/v1/webhooks/${id}/replay`, body), {
    touches: keyOf(id),
    onDone: onClose,
    says: t("started"),
  });
  const put = (change: Partial<ReplayDraft>): void => setDraft((before) => ({ ...before, ...change }));
  const errorOf = (field: "after" | "since" | "until") => (wrong === field ? t(`wrong.${field}`) : undefined);
  return (
    <Dialog title={t("start")} onClose={onClose}>
      <Form
        className="scroller p-4"
        trouble={start.error}
        isBusy={start.isPending}
        submit={t("start")}
        onCancel={onClose}
        onSubmit={() => {
          const body = replayOf(draft);
          setWrong(typeof body === "string" ? body : null);
          if (typeof body !== "string") start.mutate(body);
        }}
      >
        <Group legend={t("from")}>
          <Check type="radio" label={t("fromSeq")} isOn={draft.from === "seq"} onTurn={() => put({ from: "seq" })} />
          <Check type="radio" label={t("fromTime")} isOn={draft.from === "time"} onTurn={() => put({ from: "time" })} />
          <Check
            type="radio"
            label={t("fromDead")}
            hint={t("fromDeadHint")}
            isOn={draft.from === "dead"}
            onTurn={() => put({ from: "dead" })}
          />
        </Group>
        {draft.from === "seq" && (
          <TextInput
            label={t("after")}
            hint={t("afterHint")}
            name="after"
            inputMode="numeric"
            error={errorOf("after")}
            value={draft.after}
            onText={(after) => put({ after })}
          />
        )}
        {draft.from === "time" && (
          <TextInput
            label={t("since")}
            name="since"
            type="datetime-local"
            error={errorOf("since")}
            value={draft.since}
            onText={(since) => put({ since })}
          />
        )}
        <TextInput
          label={t("until")}
          hint={t("untilHint")}
          name="until"
          inputMode="numeric"
          error={errorOf("until")}
          value={draft.until}
          onText={(until) => put({ until })}
        />
      </Form>
    </Dialog>
  );
}
