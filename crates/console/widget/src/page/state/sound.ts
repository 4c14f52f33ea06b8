/** A short sound of two notes, made here: no file to load. Browsers keep quiet until the visitor has touched the page. */
export function chime(): void {
  const context = new AudioContext();
  for (const [at, pitch] of [
    [0, 659.3],
    [0.11, 880],
  ] as const) {
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
    note.onended = () => at > 0 && void context.close();
  }
}
