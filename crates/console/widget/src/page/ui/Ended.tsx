import { useState } from 'preact/hooks';
import { useApp } from './context';
import { Star } from './icons';

const STARS = [1, 2, 3, 4, 5];

/** The end of a conversation: how was it, and how to begin another. */
export function Ended() {
  const app = useApp();
  const language = app.language.value;
  const rating = app.conversation.room.value?.rating?.value;
  return (
    <section class="ended" aria-label={language.text('ended')}>
      <p class="ended-title">{language.text('ended')}</p>
      {app.widget.value?.rating && (rating === undefined ? <Rating /> : <Rated value={rating} />)}
      <button type="button" class="primary" onClick={() => app.startAnew()}>
        {language.text('newConversation')}
      </button>
    </section>
  );
}

function Rated({ value }: { value: number }) {
  const language = useApp().language.value;
  return (
    <p class="thanks" role="status">
      <span class="visually-hidden">{language.count('stars', value)}. </span>
      <span class="stars given" aria-hidden="true">
        {STARS.map((star) => (
          <span key={star} class={star <= value ? 'star on' : 'star'}>
            <Star />
          </span>
        ))}
      </span>
      {language.text('thanks')}
    </p>
  );
}

function Rating() {
  const app = useApp();
  const language = app.language.value;
  const [value, setValue] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const comment = String(new FormData(event.currentTarget as HTMLFormElement).get('comment') ?? '');
    setBusy(true);
    setFailed(false);
    try {
      await app.rate(value, comment);
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class="rating" onSubmit={(event) => void submit(event)}>
      <fieldset>
        <legend>{language.text('rate')}</legend>
        <div class="stars">
          {STARS.map((star) => (
            <label key={star} class={star <= value ? 'star on' : 'star'}>
              <input
                type="radio"
                name="value"
                class="visually-hidden"
                aria-label={language.count('stars', star)}
                checked={value === star}
                onChange={() => setValue(star)}
              />
              <Star />
            </label>
          ))}
        </div>
      </fieldset>
      {value > 0 && (
        <>
          <textarea
            name="comment"
            rows={2}
            maxLength={2000}
            aria-label={language.text('comment')}
            placeholder={language.text('comment')}
          />
          {hasFailed && (
            <p class="fault" role="alert">
              {language.text('again')}
            </p>
          )}
          <button type="submit" class="secondary" disabled={isBusy}>
            {language.text('submitRating')}
          </button>
        </>
      )}
    </form>
  );
}
