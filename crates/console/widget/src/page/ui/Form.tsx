import { useState } from 'preact/hooks';
import type { Ask, Widget } from '../../shared/widget';
import type { Key } from '../i18n/en';
import type { Details } from '../state/session';
import { useApp } from './context';
import { Clock } from './icons';

type Field = keyof Details;
type Faults = Partial<Record<Field | 'message', Key>>;

const KINDS = {
  name: { type: 'text', complete: 'name' },
  email: { type: 'email', complete: 'email' },
  phone: { type: 'tel', complete: 'tel' },
} as const;
/** Loose on purpose: whether an address is right, only a mail to it tells. */
const EMAIL = /^\S+@\S+\.\S+$/;
const PHONE = /\d.*\d.*\d/;

/** What is asked of a visitor before he writes; while nobody is there, how to get back to him. */
export function Form({ widget }: { widget: Widget }) {
  const app = useApp();
  const language = app.language.value;
  const asked = app.isKnown ? [] : fields(widget);
  const [faults, setFaults] = useState<Faults>({});
  const [team, setTeam] = useState(widget.teams[0]?.id);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
    const found = check(asked, given);
    setFaults(found);
    const [first] = Object.keys(found);
    if (first !== undefined) return form.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
    const details = Object.fromEntries(
      asked.map(([field]) => [field, given[field]]).filter(([, value]) => value !== ''),
    );
    app.start(details, team, given.message ?? '');
  };

  return (
    <form class="form" noValidate onSubmit={submit}>
      <div class="hello">
        <p class="greeting">
          {widget.open
            ? widget.greeting || language.text('greeting')
            : widget.offline_message || language.text('offline')}
        </p>
        {widget.next_open_at !== null && (
          <p class="back">
            <Clock />
            {language.text('backAt', { when: language.soon(widget.next_open_at) })}
          </p>
        )}
      </div>
      <div class="card">
        {asked.map(([field, ask]) => (
          <label key={field} class="field">
            <span class="label">
              {language.text(field)}
              {ask === 'optional' && <span class="hint"> · {language.text('optional')}</span>}
            </span>
            <input
              name={field}
              type={KINDS[field].type}
              list={undefined}
              autoComplete={KINDS[field].complete}
              maxLength={200}
              aria-required={ask === 'required'}
              aria-invalid={faults[field] !== undefined}
              aria-describedby={faults[field] && `${field}-fault`}
            />
            <Fault id={`${field}-fault`} fault={faults[field]} />
          </label>
        ))}
        {widget.teams.length > 1 && (
          <fieldset class="teams">
            <legend class="label">{language.text('team')}</legend>
            {widget.teams.map(({ id, name }) => (
              <label key={id} class="choice">
                <input type="radio" name="team" value={id} checked={team === id} onChange={() => setTeam(id)} />
                <span>{name}</span>
              </label>
            ))}
          </fieldset>
        )}
        <label class="field">
          <span class="label">{language.text('message')}</span>
          <textarea
            name="message"
            rows={3}
            maxLength={10_000}
            placeholder={language.text('messageHint')}
            aria-required
            aria-invalid={faults.message !== undefined}
            aria-describedby={faults.message && 'message-fault'}
          />
          <Fault id="message-fault" fault={faults.message} />
        </label>
        <button type="submit" class="primary">
          {language.text(widget.open ? 'start' : 'leave')}
        </button>
      </div>
    </form>
  );
}

function Fault({ id, fault }: { id: string; fault: Key | undefined }) {
  const language = useApp().language.value;
  return fault === undefined ? null : (
    <span id={id} class="fault" role="alert">
      {language.text(fault)}
    </span>
  );
}

/** What is asked. While nobody is there to answer at once, a way back to the visitor is needed. */
function fields({ pre_chat, open }: Widget): [Field, Ask][] {
  const noWayBack = !open && pre_chat.email === 'no' && pre_chat.phone === 'no';
  const asked: [Field, Ask][] = [
    ['name', pre_chat.name],
    ['email', noWayBack ? 'required' : pre_chat.email],
    ['phone', pre_chat.phone],
  ];
  return asked.filter(([, ask]) => ask !== 'no');
}

function check(asked: [Field, Ask][], given: Record<string, string>): Faults {
  const faults: Faults = {};
  for (const [field, ask] of asked) {
    const value = given[field] ?? '';
    if (value === '') {
      if (ask === 'required') faults[field] = 'required';
    } else if (field === 'email' && !EMAIL.test(value)) faults.email = 'invalidEmail';
    else if (field === 'phone' && !PHONE.test(value)) faults.phone = 'invalidPhone';
  }
  if ((given.message ?? '') === '') faults.message = 'required';
  return faults;
}
