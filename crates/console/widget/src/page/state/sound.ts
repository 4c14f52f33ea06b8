let context: AudioContext | undefined;

/** The notes: when each begins, in seconds, and its pitch, in hertz. */
const NOTES = [
  [0, 659.3],
  [0.11, 880],
] as const;

/** A short sound of two notes, made here: no file to load. Browsers keep quiet until the visitor has touched the page. */
export async function chime(): Promise<void> {
  context ??= new AudioContext();
  if (context.state !== 'running') await context.resume();
  for (const [at, pitch] of NOTES) {
    const note = context.createOscillator();
    const loudness = context.createGain();
    const begin = context.currentTime + at;
    note.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.0001, begin);
    loudness.gain.exponentialRampToValueAtTime(0.12, begin + 0.015);
    loudness.gain.exponentialRampToValueAtTime(0.0001, begin + 0.3);
    note.connect(loudness).connect(context.destination);
    note.start(begin);
    note.stop(begin + 0.32);
  }
}
