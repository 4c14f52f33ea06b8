import type { Widget as Settings } from '../shared/widget';
import { Widget } from './widget';

/** A call that was made before the widget was there: the method's name and its arguments. */
type Call = [Verb, ...unknown[]];
type Verb = (typeof VERBS)[number];
type Queue = { q?: Call[] };

/** The verbs that a site's page may call. */
const VERBS = ['identify', 'setFields', 'open', 'close', 'toggle', 'on', 'off', 'shutdown'] as const;

const page = window as unknown as { Switchroom?: Queue & Partial<Record<Verb, unknown>> };
const script = document.currentScript as HTMLScriptElement | null;

/** What is called before the widget is there waits in `q`, as what the page itself put there. */
function begin(): void {
  const channel = script?.dataset.channel;
  if (script === null || channel === undefined) {
    console.error('Switchroom: the script needs the attribute data-channel');
    return;
  }
  // The script was put into the page twice, or it was loaded before.
  if (page.Switchroom?.open !== undefined) return;
  const waiting = page.Switchroom?.q ?? [];
  const call =
    (verb: Verb) =>
    (...given: unknown[]) =>
      void waiting.push([verb, ...given]);
  page.Switchroom = { q: waiting, ...Object.fromEntries(VERBS.map((verb) => [verb, call(verb)])) };
  start(new URL(script.src), channel, waiting).catch((error) => console.error('Switchroom:', error));
}

async function start(server: URL, channel: string, waiting: Call[]): Promise<void> {
  const answer = await fetch(new URL(`/v1/channels/${encodeURIComponent(channel)}/widget`, server), {
    credentials: 'omit',
  });
  if (!answer.ok) throw new Error(`the channel ${channel} has no widget (${answer.status})`);
  const settings: Settings = await answer.json();
  if (document.body === null)
    await new Promise((loaded) => addEventListener('DOMContentLoaded', loaded, { once: true }));
  const widget = new Widget(server, settings);
  const perform = ([verb, ...given]: Call) => {
    if (VERBS.includes(verb)) {
      (widget[verb] as (...given: unknown[]) => void).apply(widget, given);
    } else {
      console.warn(`Switchroom: there is no ${String(verb)}()`);
    }
  };
  for (const queued of waiting.splice(0)) perform(queued);
  const q = { push: (...calls: Call[]) => calls.forEach(perform) } as unknown as Call[];
  page.Switchroom = {
    q,
    ...Object.fromEntries(VERBS.map((verb) => [verb, (...given: unknown[]) => perform([verb, ...given])])),
  };
  // Only now, so that listeners which waited hear it too.
  widget.begun();
}

begin();
