/** The few words of the loader. */
const WORDS = {
  en: { open: 'Open chat', close: 'Close chat', frame: 'Chat', unread: (count: number) => `, ${count} unread` },
  id: {
    open: 'Buka obrolan',
    close: 'Tutup obrolan',
    frame: 'Obrolan',
    unread: (count: number) => `, ${count} belum dibaca`,
  },
  fr: {
    open: 'Ouvrir la discussion',
    close: 'Fermer la discussion',
    frame: 'Discussion',
    unread: (count: number) => (count < 2 ? `, ${count} non lu` : `, ${count} non lus`),
  },
};

export type Words = (typeof WORDS)['en'];

/** The words in the channel's language, or the browser's. */
export function words(locale: string | null): Words {
  const language = (locale ?? navigator.language).slice(0, 2).toLowerCase();
  return WORDS[language as keyof typeof WORDS] ?? WORDS.en;
}
